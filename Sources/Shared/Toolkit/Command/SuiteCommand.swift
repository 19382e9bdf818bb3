import ArgumentParser

/// A command of the suite. What it does is in its `run(in:)`; how it ends is the same for all.
///
/// A tool ends with 0 when the work is done, 1 when it failed, 64 for wrong usage, 75 when it stopped half
/// way and the command that it shows finishes the work, 130 after Ctrl-C, and quietly with 0 when the reader
/// of stdout has gone.
package protocol SuiteCommand: ParsableCommand, Sendable {
  var options: StageOptions { get }
  /// Whether the requests that would write are printed, and none of them sent. Tools that write have it as an
  /// option.
  var dryRun: Bool { get }
}

extension SuiteCommand {
  package var dryRun: Bool { false }
}

extension ParsableCommand {
  /// Parses the command line, calls `work` with the parsed command, and reports how it ended.
  ///
  /// - Parameter work: Is not called for `--help` and wrong usage.
  /// - Returns: The exit code.
  package static func execute(
    _ invocation: Invocation,
    work: (any SuiteCommand, Context) throws -> Void
  ) -> Int32 {
    let guess = SubcommandGuess(invocation, in: self)
    if let guess, guess.writes { return refuse(guess, invocation: invocation) }
    let invocation = guess?.invocation ?? invocation
    do {
      var command = try parseAsRoot(Array(invocation.arguments.dropFirst()))
      guard let tool = command as? any SuiteCommand else {
        // Not a command of the suite's: ArgumentParser's own one, which prints the help.
        guard type(of: command) == self else { return printHelp(invocation) }
        try command.run()
        return 0
      }
      let name = configuration.commandName ?? ""
      let context = tool.options.context(of: invocation, tool: name, dryRun: tool.dryRun)
      if let note = guess?.note { context.console.note(note) }
      return try tool.status(in: context) { try work(tool, context) }
    } catch {
      return report(usage: error, invocation: invocation)
    }
  }

  /// Whether the command can write: those that can have the option `--dry-run`.
  static var mayWrite: Bool { described?.option("--dry-run") != nil }

  /// - Throws: What ArgumentParser reports: wrong usage that is found only while running.
  fileprivate func status(in context: Context, work: () throws -> Void) throws -> Int32 {
    do {
      try work()
      if context.console.isDryRun { context.console.noteDryRun() }
      return 0
    } catch {
      if Interrupt.happened {
        let final = finalError(after: error, console: context.console)
        context.console.interrupted(final, text: ErrorText(final, commandLine: context.commandLine))
        return Interrupt.exitCode
      }
      let text = ErrorText(error, commandLine: context.commandLine)
      if error is ValidationError { throw error }
      let status = (error as? ToolError)?.exitCode ?? 1
      if status != 0 { context.console.fail(text) }
      return status
    }
  }

  /// What an interrupted run reports: the work's own error, or else whether it has written anything.
  private func finalError(after error: any Error, console: Console) -> any Error {
    guard error is CancellationError || SQLState.queryCanceled ~= error, Self.mayWrite,
      let summary = console.writes.summary
    else { return error }
    return ToolError(.unfinished, message: summary)
  }
}
