import Toolkit

/// An HTTP request.
package struct HTTPRequest: Sendable, Redacted {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
  }

  package var method: Method
  package var endpoint: Endpoint
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// After the path's `?`, percent-encoded; only unsigned requests have one.
  package var query: String?
  /// Whether no proxy is used: for this machine and for the metadata services.
  package var isDirect = false

  package init(_ method: Method, at endpoint: Endpoint, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.method = method
    self.endpoint = endpoint
    self.headers = headers
    self.body = body
  }

  /// Does not show the body and the query, which may hold tokens.
  package var description: String { "\(method.rawValue) \(endpoint.origin)" }

  package var url: String { endpoint.url + (query.map { "?\($0)" } ?? "") }
}
