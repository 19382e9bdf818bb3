import Toolkit

/// A complete HTTP answer.
package struct HTTPResponse: Sendable, Redacted {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension HTTPResponse {
  /// Does not show the body, which may hold credentials.
  package var description: String { "HTTP \(status), \(body.count) bytes" }
}
