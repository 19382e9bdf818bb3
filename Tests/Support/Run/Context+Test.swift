import Toolkit

extension Context {
  /// A context with the given variables only: without a home directory, so without configuration files.
  package static func test(
    stage: Stage = .local,
    _ variables: [String: String] = [:],
    console: Console = .silent,
    input: StandardInput = .typed()
  ) -> Context {
    Context(
      tool: "tests",
      commandLine: CommandLineText([]),
      stage: stage,
      environment: Environment(variables),
      console: console,
      input: input
    )
  }
}
