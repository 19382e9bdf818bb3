import Toolkit

extension Context {
  /// A world that holds nothing but the given variables: no home directory, so no configuration files.
  package static func test(
    stage: Stage = .local,
    _ variables: [String: String] = [:],
    console: Console = .silent,
    input: StandardInput = .typed()
  ) -> Context {
    Context(tool: "tests", stage: stage, environment: Environment(variables), console: console, input: input)
  }
}
