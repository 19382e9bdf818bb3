import AWS
import Toolkit

extension AWSContext {
  /// A context with the given variables only, in which requests go to `transport`.
  package static func test(
    stage: Stage = .local,
    _ variables: [String: String] = [:],
    transport: any HTTPTransport = ScriptedTransport([])
  ) throws -> AWSContext {
    AWSContext(
      .test(stage: stage, variables),
      network: Network { _, _, _ in transport },
      loop: try EventLoop()
    )
  }
}
