import ArgumentParser

/// The options of every tool: the stage, and how much it prints.
package struct StageOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Work on production: local endpoint URLs are left out. Without it the tool is local.",
      valueName: "prod"
    )
  )
  package var stage = Stage.local

  @Flag(name: .shortAndLong, help: "Leave out notes; warnings and errors remain.")
  package var quiet = false

  @Flag(name: .shortAndLong, help: "Show each request and SQL statement on stderr, secrets hidden.")
  package var verbose = false

  @Option(
    help: ArgumentHelp(
      "text, or json: errors and warnings on stderr as one JSON object each, without notes. [AWS_CLI_ERROR_FORMAT]",
      valueName: "format"
    )
  )
  package var errorFormat: ErrorFormat?
  @OptionGroup package var wait: WaitOptions

  package init() {}

  package func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  /// The context of this run.
  ///
  /// - Parameters:
  ///   - tool: Its name.
  ///   - dryRun: Whether requests that write are printed instead of sent.
  package func context(of invocation: Invocation, tool: String, dryRun: Bool = false) -> Context {
    let commandLine = CommandLineText(invocation.arguments, stage: stage)
    return Context(
      tool: tool,
      commandLine: commandLine,
      stage: stage,
      environment: invocation.environment,
      console: Console(
        quiet: quiet,
        verbose: verbose,
        environment: invocation.environment,
        output: invocation.output,
        errors: invocation.errors,
        errorFormat: errorFormat ?? ErrorFormat(invocation.environment),
        dryRun: dryRun,
        commandLine: commandLine
      ),
      input: invocation.input,
      clock: invocation.clock,
      serverWait: wait.time
    )
  }
}
