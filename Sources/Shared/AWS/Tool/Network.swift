/// By which the requests of a run are sent: libcurl, or a script in a test.
package struct Network: Sendable {
  /// Is called with each wait that lasts long.
  package typealias WhenSlow = @Sendable (HTTPRequest, Wait) -> Void

  /// Makes the transport of a client.
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
