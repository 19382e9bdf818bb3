/// What a run works with: the stage, what it reads, and where it writes.
package struct Context: Sendable {
  /// The tool's name.
  package let tool: String
  /// As it was typed; for commands that are suggested.
  package let commandLine: CommandLineText
  package let stage: Stage
  package let environment: Environment
  package let console: Console
  package let input: StandardInput
  package let clock: WallClock
  /// How long a server may take to start up (`--wait-for-server`); nil where the option is not given.
  package let serverWait: Duration?

  package init(
    tool: String,
    commandLine: CommandLineText,
    stage: Stage,
    environment: Environment,
    console: Console,
    input: StandardInput,
    clock: WallClock = .system,
    serverWait: Duration? = nil
  ) {
    self.tool = tool
    self.commandLine = commandLine
    self.stage = stage
    self.environment = environment
    self.console = console
    self.input = input
    self.clock = clock
    self.serverWait = serverWait
  }

  /// The same context in another stage.
  package func inStage(_ stage: Stage) -> Context {
    Context(
      tool: tool,
      commandLine: commandLine,
      stage: stage,
      environment: environment,
      console: console,
      input: input,
      clock: clock,
      serverWait: serverWait
    )
  }
}
