/// Sends a request and returns the complete answer.
package protocol HTTPTransport: Sendable {
  /// - Throws: `ToolError` with the code `.transport`, or `CancellationError`.
  func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse
}
