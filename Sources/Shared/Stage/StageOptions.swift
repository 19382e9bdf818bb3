import ArgumentParser
import FoundationEssentials

/// What every tool takes: the stage, and how much it says.
package struct StageOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Work on production: local endpoint URLs are left out. Without it the tool is local.",
      valueName: "prod"
    )
  )
  package var stage = Stage.local

  @Flag(help: "Leave out notes; warnings and errors remain.")
  package var quiet = false

  @Flag(help: "Show each request and SQL statement on stderr, secrets hidden.")
  package var verbose = false

  package init() {}

  package func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  /// The world of this run.
  package func context() throws(ToolError) -> Context {
    let environment = Environment(ProcessInfo.processInfo.environment, homeFolder: HomeFolder.of(user:))
    return Context(
      stage: stage,
      environment: environment,
      console: Console(quiet: quiet, verbose: verbose, environment: environment),
      loop: try EventLoop()
    )
  }
}
