import Toolkit

/// The context of a tool that uses AWS.
package struct AWSContext: Sendable {
  /// The context of every tool, for code that does not use AWS.
  package let base: Context
  let network: Network
  /// The thread of the tool's tasks and of libcurl's transfers.
  package let loop: EventLoop

  package init(_ base: Context, network: Network, loop: EventLoop) {
    self.base = base
    self.network = network
    self.loop = loop
  }

  /// The same context in another stage.
  package func inStage(_ stage: Stage) -> AWSContext {
    AWSContext(base.inStage(stage), network: network, loop: loop)
  }

  /// A transport for requests to other servers than AWS's services.
  package func newTransport() -> any HTTPTransport {
    network.transport(
      CurlConfiguration(authoritiesFile: nil, proxies: Proxies(environment)),
      loop
    ) { _, _ in }
  }

  package var stage: Stage { base.stage }
  package var environment: Environment { base.environment }
  package var console: Console { base.console }
  package var clock: WallClock { base.clock }
}
