import ArgumentParser
import Cruddur
import Toolkit

/// The two users of a conversation, by their handles.
package struct SeedHandles: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The user who writes \"Person 1: …\", \(UserHandle.form); phidel, when left out. [CRUDDUR_MY_HANDLE]",
      valueName: "handle"
    ),
    completion: .handles
  )
  var myHandle: String?

  @Option(
    help: ArgumentHelp(
      "The user who writes \"Person 2: …\", \(UserHandle.form); Sama, when left out. [CRUDDUR_OTHER_HANDLE]",
      valueName: "handle"
    ),
    completion: .handles
  )
  var otherHandle: String?

  package init() {}

  /// The handles of this run, Person 1 first.
  ///
  /// - Throws: `ValidationError` for twice the same.
  package func resolved(in environment: Environment) throws -> [String] {
    let mine = UserHandle.mine(myHandle, in: environment)
    let other = UserHandle.other(otherHandle, in: environment)
    guard mine != other else { throw UserHandle.sameUser(mine, other: other) }
    return [mine, other]
  }
}
