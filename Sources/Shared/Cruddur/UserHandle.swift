import ArgumentParser
import Toolkit

/// Which handle a run means where its command line does not say.
package enum UserHandle {
  /// The variables that name one's own users in place of the week's.
  package static let mineVariable = "CRUDDUR_MY_HANDLE"
  package static let otherVariable = "CRUDDUR_OTHER_HANDLE"

  /// The users that the week's seed makes.
  package static let mine = "phidel"
  package static let other = "Sama"

  /// The handle of whoever works with the tools.
  ///
  /// - Parameter flag: What the command line says.
  package static func mine(_ flag: String?, in environment: Environment) -> String {
    flag ?? environment[mineVariable] ?? mine
  }

  /// The handle of whom they write to.
  package static func other(_ flag: String?, in environment: Environment) -> String {
    flag ?? environment[otherVariable] ?? other
  }

  /// For a conversation whose two users are one.
  package static func sameUser(_ mine: String, _ other: String) -> ValidationError {
    let both = mine == other ? "both '\(mine)'" : "'\(mine)' and '\(other)', one user"
    return ValidationError(
      "--my-handle and --other-handle (or \(mineVariable) and \(otherVariable)) are \(both): "
        + "a conversation needs two users"
    )
  }
}
