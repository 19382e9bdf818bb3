import ArgumentParser

/// What is printed where no work is done: help, the version, what is wrong with the command line.
extension ParsableCommand {
  /// Prints what ArgumentParser has to say, in the suite's form, and without the passwords of mistyped
  /// arguments: a connection URL in the wrong place.
  ///
  /// - Returns: The exit code.
  static func report(usage error: any Error, _ invocation: Invocation) -> Int32 {
    let status = exitCode(for: error)
    // A shell shows what a completion says: it is silent on failure.
    if !status.isSuccess, invocation.arguments.dropFirst().first == "---completion" { return status.rawValue }
    let text = status.isSuccess ? fullMessage(for: error) : usageText(of: error, invocation)
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

  /// At most three lines: what is wrong, and how to see what there is.
  private static func usageText(of error: any Error, _ invocation: Invocation) -> String {
    let path = path(invocation)
    // Before the message is cleaned or encoded: after that a password may be written in another way.
    let message = CommandLineText.withoutPasswords(
      path.flatMap { UsageFinding($0).text } ?? message(for: error),
      arguments: invocation.arguments
    )
    let usage = ToolError(.configuration, message.onOneLine, next: .seeHelp(of: path?.name ?? _commandName))
    let text = ErrorText(usage, commandLine: CommandLineText(invocation.arguments))
    guard ErrorFormat(arguments: invocation.arguments, invocation.environment) == .text else {
      return text.document(kind: "usage")
    }
    let style = Style(for: invocation.errors, environment: invocation.environment)
    return "\(style.error("Error:")) \(text.text)"
  }

  private static func path(_ invocation: Invocation) -> CommandPath? {
    described.map { CommandPath($0, words: Array(invocation.arguments.dropFirst())) }
  }
}
