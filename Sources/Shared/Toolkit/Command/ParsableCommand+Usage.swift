import ArgumentParser

/// What is printed where no work is done: help, the version, what is wrong with the command line.
extension ParsableCommand {
  /// Prints what ArgumentParser has to say, in the suite's form, and without the passwords of mistyped
  /// arguments: a connection URL in the wrong place.
  ///
  /// - Returns: The exit code.
  static func report(usage error: any Error, invocation: Invocation) -> Int32 {
    let status = exitCode(for: error)
    // A shell shows what a completion says: it is silent on failure.
    if !status.isSuccess, invocation.arguments.dropFirst().first == "---completion" { return status.rawValue }
    let text = status.isSuccess ? fullMessage(for: error) : usageText(of: error, invocation: invocation)
    let shown = CommandLineText.withoutPasswords(text, arguments: invocation.arguments)
    let sink = status.isSuccess ? invocation.output : invocation.errors
    if !shown.isEmpty { _ = sink.write(Array((shown + "\n").utf8)) }
    return status.rawValue
  }

  /// Prints the help of the command that the command line names.
  static func printHelp(_ invocation: Invocation) -> Int32 {
    guard let path = path(invocation) else { return 0 }
    let width = invocation.output.columns(invocation.environment) ?? 80
    _ = invocation.output.write(Array(HelpText(path).text(width: width).utf8))
    return 0
  }

  /// Reports a name that is not typed in full, of a command that writes, with the command line to type.
  ///
  /// - Returns: The exit code.
  static func refuse(_ guess: SubcommandGuess, invocation: Invocation) -> Int32 {
    let typed = invocation.arguments[1].onOneLine(atMost: 100)
    let message = CommandLineText.withoutPasswords(
      "\(_commandName) has no command '\(typed)': did you mean \(guess.name)?",
      arguments: invocation.arguments
    )
    let text = usageText(
      ToolError(.configuration, message: message, next: .typeFullName),
      invocation: guess.invocation
    )
    _ = invocation.errors.write(Array((text + "\n").utf8))
    return ExitCode.validationFailure.rawValue
  }

  /// At most three lines: what is wrong, and how to see what there is.
  private static func usageText(of error: any Error, invocation: Invocation) -> String {
    let path = path(invocation)
    let finding = path.map { UsageFinding($0) }
    // Before the message is cleaned or encoded: after that a password may be written in another way.
    let message = CommandLineText.withoutPasswords(
      finding?.text ?? message(for: error),
      arguments: invocation.arguments
    )
    let next = finding?.next ?? .seeHelp(of: path?.name ?? _commandName)
    return usageText(
      ToolError(.configuration, message: message.onOneLine, next: next),
      invocation: invocation
    )
  }

  private static func usageText(_ error: ToolError, invocation: Invocation) -> String {
    let text = ErrorText(error, commandLine: CommandLineText(invocation.arguments))
    guard ErrorFormat(arguments: invocation.arguments, environment: invocation.environment) == .text else {
      return text.document(kind: "usage")
    }
    let style = Style(for: invocation.errors, environment: invocation.environment)
    return "\(style.error("Error:")) \(text.text)"
  }

  private static func path(_ invocation: Invocation) -> CommandPath? {
    described.map { CommandPath($0, words: Array(invocation.arguments.dropFirst())) }
  }
}
