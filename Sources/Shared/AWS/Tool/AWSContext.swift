import Toolkit

/// What the run of a tool works with that speaks to AWS.
package struct AWSContext: Sendable {
  /// What every tool has; for what does not speak to AWS.
  package let base: Context
  let network: Network
  /// The thread of the tool's tasks and of libcurl's transfers.
  package let loop: EventLoop

  package init(_ base: Context, network: Network, loop: EventLoop) {
    self.base = base
    self.network = network
    self.loop = loop
  }

  /// The same world in another stage.
  package func inStage(_ stage: Stage) -> AWSContext {
    AWSContext(base.inStage(stage), network: network, loop: loop)
  }

  /// A transport for requests that are not an AWS service's.
  package func newTransport() -> any HTTPTransport {
    network.transport(
      CurlConfiguration(
        authoritiesFile: nil,
        userAgent: "cruddur-toolkit",
        proxies: Proxies(environment)
      ),
      loop
    ) { _, _ in }
  }

  package var stage: Stage { base.stage }
  package var environment: Environment { base.environment }
  package var console: Console { base.console }
  package var clock: WallClock { base.clock }
}
