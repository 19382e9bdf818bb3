/// The world that a run works in: what it reads from it, and where it speaks.
package struct Context: Sendable {
  package let stage: Stage
  package let environment: Environment
  package let console: Console

  package init(stage: Stage, environment: Environment, console: Console) {
    self.stage = stage
    self.environment = environment
    self.console = console
  }
}
