import Toolkit

/// A complete request.
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

  /// Shows neither the query nor the header fields nor the body: they may hold tokens and messages.
  package var description: String { "\(method) \(target.path.onOneLine(atMost: 200))" }
}
