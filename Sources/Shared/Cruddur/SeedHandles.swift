import ArgumentParser
import Toolkit

/// The two users of a conversation.
package struct SeedHandles: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The user who writes \"Person 1: …\": CRUDDUR_MY_HANDLE, or phidel.",
      valueName: "handle"
    )
  )
  var myHandle: String?

  @Option(
    help: ArgumentHelp(
      "The user who writes \"Person 2: …\": CRUDDUR_OTHER_HANDLE, or Sama.",
      valueName: "handle"
    )
  )
  var otherHandle: String?

  package init() {}

  /// The handles of this run, the writer of the first line first.
  ///
  /// - Throws: `ValidationError` for two that are the same.
  package func resolved(in environment: Environment) throws -> [String] {
    let mine = UserHandle.mine(myHandle, in: environment)
    let other = UserHandle.other(otherHandle, in: environment)
    guard mine != other else { throw Self.sameUser(mine, other) }
    return [mine, other]
  }

  package static func sameUser(_ mine: String, _ other: String) -> ValidationError {
    let both = mine == other ? "both '\(mine)'" : "'\(mine)' and '\(other)', one user"
    return ValidationError(
      "--my-handle and --other-handle (or CRUDDUR_MY_HANDLE and CRUDDUR_OTHER_HANDLE) are \(both): "
        + "a conversation needs two users"
    )
  }
}
