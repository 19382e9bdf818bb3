import ArgumentParser

/// A command of the suite: it says in its `run(in:)` what it does; how it ends is the same for all.
///
/// A tool ends with 0 when the work is done, 1 when it failed, 64 for wrong usage, 130 after Ctrl-C,
/// and quietly with 0 when the reader of stdout has gone.
package protocol SuiteCommand: ParsableCommand, Sendable {
  var options: StageOptions { get }
}

extension ParsableCommand {
  /// Parses the command line, hands the command that it names to `work`, and reports how it ended.
  ///
  /// - Parameter work: Is not called for `--help` and wrong usage.
  /// - Returns: The exit code.
  package static func execute(
    _ invocation: Invocation,
    _ work: (any SuiteCommand, Context) throws -> Void
  ) -> Int32 {
    do {
      var command = try parseAsRoot(Array(invocation.arguments.dropFirst()))
      guard let tool = command as? any SuiteCommand else {
        // ArgumentParser's own, such as `help`.
        try command.run()
        return 0
      }
      let context = tool.options.context(of: invocation, tool: configuration.commandName ?? "")
      return try status(in: context, CommandLineText(invocation.arguments)) { try work(tool, context) }
    } catch {
      return report(usage: error, invocation)
    }
  }

  /// - Throws: What ArgumentParser reports: wrong usage that only a run finds.
  private static func status(
    in context: Context,
    _ commandLine: CommandLineText,
    _ work: () throws -> Void
  ) throws -> Int32 {
    do {
      try work()
      return 0
    } catch {
      let text = ErrorText(error, commandLine: commandLine)
      if Interrupt.happened { return interrupted(by: error, text, context.console) }
      if error is ValidationError { throw error }
      if let error = error as? ToolError, error.code == .outputClosed { return 0 }
      context.console.fail(text)
      return 1
    }
  }

  private static func interrupted(by error: any Error, _ text: ErrorText, _ console: Console) -> Int32 {
    console.say(error is CancellationError ? "interrupted" : "interrupted: \(text.text)")
    return Interrupt.exitCode
  }

  /// Prints what ArgumentParser has to say, as its own `main` does, but without the passwords of mistyped arguments, which
  /// it repeats word for word: a connection URL in the wrong place.
  private static func report(usage error: any Error, _ invocation: Invocation) -> Int32 {
    let status = exitCode(for: error)
    let message = CommandLineText.withoutPasswords(
      fullMessage(for: error),
      arguments: invocation.arguments
    )
    let sink = status.isSuccess ? invocation.output : invocation.errors
    if !message.isEmpty { _ = sink.write(Array((message + "\n").utf8)) }
    return status.rawValue
  }
}
