import Toolkit

/// A request that has come whole.
package struct ServerRequest: Sendable, Redacted {
  /// As it was sent: `GET`.
  package let method: String
  /// The path and the query, as they were sent.
  package let target: RequestTarget
  package let headers: HeaderFields
  package let body: [UInt8]

  package init(method: String, target: RequestTarget, headers: HeaderFields = [:], body: [UInt8] = []) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// Header fields may hold tokens, and the body is somebody's message.
  package var description: String { "\(method) \(target.path.onOneLine(atMost: 200))" }
}
