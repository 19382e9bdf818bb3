import Toolkit

/// The answer to a request.
package struct ServerAnswer: Sendable, Redacted {
  package var status: Int
  package var headers: HeaderFields
  package var body: [UInt8]

  package init(status: Int, headers: HeaderFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// - Parameter json: A JSON document.
  package init(status: Int, json: [UInt8]) {
    self.init(status: status, headers: ["Content-Type": "application/json"], body: json)
  }

  /// An answer that only says what is wrong, as `{"error":"…"}`.
  ///
  /// - Parameter error: Words that need no escapes in JSON.
  package init(status: Int, error: StaticString) {
    self.init(status: status, json: Array(#"{"error":"\#(error)"}"#.utf8))
  }

  /// Does not show the body, which may hold messages.
  package var description: String { "HTTP \(status), \(body.count) bytes" }
}
