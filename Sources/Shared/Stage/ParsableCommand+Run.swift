import ArgumentParser

extension ParsableCommand {
  /// Parses the command line and runs the command, as ArgumentParser's own `main` does, which would repeat a mistyped
  /// argument word for word: a connection URL in the wrong place, with its password.
  package static func runHidingPasswords() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let message = fullMessage(for: error)
      let hidden = CommandLineText.withoutPasswords(message)
      guard hidden != message else { exit(withError: error) }
      _ = StandardStream.error.write(Array((hidden + "\n").utf8))
      exit(withError: exitCode(for: error))
    }
  }
}
