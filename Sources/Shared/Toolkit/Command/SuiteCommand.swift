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
    _ work: (any SuiteCommand, Context) throws -> Void
  ) -> Int32 {
    let invocation = completing(invocation)
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
      let commandLine = CommandLineText(invocation.arguments, stage: context.stage)
      return try status(in: context, commandLine) { try work(tool, context) }
    } catch {
      return report(usage: error, invocation)
    }
  }

  /// The same with the name of the command below this one in full.
  private static func completing(_ invocation: Invocation) -> Invocation {
    let names = configuration.subcommands.map { $0._commandName }
    let words = SubcommandName.completing(Array(invocation.arguments.dropFirst()), among: names)
    var completed = invocation
    completed.arguments = invocation.arguments.prefix(1) + words
    return completed
  }

  /// - Throws: What ArgumentParser reports: wrong usage that is found only while running.
  private static func status(
    in context: Context,
    _ commandLine: CommandLineText,
    _ work: () throws -> Void
  ) throws -> Int32 {
    do {
      try work()
      if context.console.isDryRun { context.console.noteDryRun() }
      return 0
    } catch {
      let text = ErrorText(error, commandLine: commandLine)
      if Interrupt.happened {
        context.console.interrupted(error, text)
        return Interrupt.exitCode
      }
      if error is ValidationError { throw error }
      let status = (error as? ToolError)?.exitCode ?? 1
      if status != 0 { context.console.fail(text) }
      return status
    }
  }
}
