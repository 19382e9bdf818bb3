/// The world that a run works in: what it reads from it, and where it speaks.
package struct Context: Sendable {
  package let stage: Stage
  package let environment: Environment
  package let console: Console
  /// The thread of the tool's tasks and of libcurl's transfers.
  package let loop: EventLoop

  package init(stage: Stage, environment: Environment, console: Console, loop: EventLoop) {
    self.stage = stage
    self.environment = environment
    self.console = console
    self.loop = loop
  }
}
