import FoundationEssentials

/// The inputs of a run: command line, environment, streams and clock.
///
/// A test makes its own, to run a tool in process.
package struct Invocation: Sendable {
  /// The program's name, then its arguments.
  package var arguments: [String]
  package var environment: Environment
  package var output: OutputSink
  package var errors: OutputSink
  package var input: StandardInput
  package var clock: WallClock

  package init(
    arguments: [String],
    environment: Environment,
    output: OutputSink,
    errors: OutputSink,
    input: StandardInput,
    clock: WallClock = .system
  ) {
    self.arguments = arguments
    self.environment = environment
    self.output = output
    self.errors = errors
    self.input = input
    self.clock = clock
  }

  /// The process's own.
  package static var process: Invocation {
    Invocation(
      arguments: CommandLine.arguments,
      environment: Environment(ProcessInfo.processInfo.environment, homeFolder: HomeFolder.of(user:)),
      output: OutputSink(.output),
      errors: OutputSink(.error),
      input: .standard
    )
  }
}
