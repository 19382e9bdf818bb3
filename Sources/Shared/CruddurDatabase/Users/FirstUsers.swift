import ArgumentParser
import Cruddur
import Toolkit

/// The option of the tools that seed a database: users of one's own in place of the built-in two.
package struct FirstUsers: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add this user in place of the built-in two; may be repeated. The first writes the first activity.",
      valueName: "handle[:name[:e-mail]]"
    ),
    transform: NewUser.parse
  )
  package var user: [NewUser] = []

  package init() {}

  /// - Parameter seed: The file of `--seed`.
  /// - Throws: `ValidationError` where both are given, and for a handle that is given twice.
  package func validate(beside seed: String?) throws {
    if seed != nil, !user.isEmpty { throw ValidationError("--seed and --user exclude each other") }
    if let repeated = user.sharing(\.handle).first {
      throw ValidationError("--user names the handle '\(repeated[0].handle.onOneLine)' twice")
    }
  }
}
