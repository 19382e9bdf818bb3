import ArgumentParser
import Toolkit

/// The handles of users, as they are typed, and the default ones of a run.
package enum UserHandle {
  /// How a handle may be typed, for `--help`.
  package static let form = "with or without @"

  /// A handle without the `@` before it.
  package static func withoutSign(_ handle: String) -> String {
    handle.hasPrefix("@") ? String(handle.dropFirst()) : handle
  }

  /// The variables that name other users than those of week 5.
  package static let mineVariable = "CRUDDUR_MY_HANDLE"
  package static let otherVariable = "CRUDDUR_OTHER_HANDLE"

  /// The users of the week-5 seed.
  package static let mine = "phidel"
  package static let other = "Sama"

  /// The handle of the tools' user.
  ///
  /// - Parameter flag: The option's value.
  package static func mine(_ flag: String?, in environment: Environment) -> String {
    flag ?? environment[mineVariable] ?? mine
  }

  /// The handle of the other user of the conversation.
  package static func other(_ flag: String?, in environment: Environment) -> String {
    flag ?? environment[otherVariable] ?? other
  }

  /// For a conversation whose two users are one.
  package static func sameUser(_ mine: String, other: String) -> ValidationError {
    let names = [mine, other].map { withoutSign($0).onOneLine }
    let both = names[0] == names[1] ? "both '\(names[0])'" : "'\(names[0])' and '\(names[1])', one user"
    return ValidationError(
      "--my-handle and --other-handle (or \(mineVariable) and \(otherVariable)) are \(both): "
        + "a conversation needs two users"
    )
  }
}
