/// How the requests of a run are sent: by libcurl, or by a scripted transport in a test.
package struct Network: Sendable {
  /// Called for each long wait.
  package typealias WhenSlow = @Sendable (HTTPRequest, Wait) -> Void

  /// Makes a client's transport.
  package let transport:
    @Sendable (_ configuration: CurlConfiguration, _ loop: EventLoop, _ whenSlow: @escaping WhenSlow) ->
      any HTTPTransport

  package init(
    transport:
      @escaping @Sendable (
        _ configuration: CurlConfiguration, _ loop: EventLoop, _ whenSlow: @escaping WhenSlow
      ) -> any HTTPTransport
  ) {
    self.transport = transport
  }

  package static let curl = Network { CurlTransport($0, on: $1, whenSlow: $2) }
}
