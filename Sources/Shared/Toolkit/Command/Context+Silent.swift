extension Context {
  /// A context that prints nothing, for completions.
  package static func silent(_ stage: Stage, environment: Environment) -> Context {
    let nowhere = OutputSink(isTerminal: false) { _ in 0 }
    return Context(
      tool: "completion",
      commandLine: CommandLineText([]),
      stage: stage,
      environment: environment,
      console: Console(
        quiet: true,
        verbose: false,
        environment: environment,
        output: nowhere,
        errors: nowhere
      ),
      input: .standard
    )
  }
}
