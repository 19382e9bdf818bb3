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

/// Header fields in their order; names are case-insensitive.
package struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral, Redacted {
  package private(set) var fields: [(name: String, value: String)]

  /// Shows only the names: values may be tokens and signatures.
  package var description: String { "HTTPHeaders(\(fields.map(\.name).joined(separator: ", ")))" }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The first value of that name; setting it replaces all of them, nil removes them.
  package subscript(name: String) -> String? {
    get {
      let wanted = name.lowercased()
      return fields.first { $0.name.lowercased() == wanted }?.value
    }
    set {
      let wanted = name.lowercased()
      fields.removeAll { $0.name.lowercased() == wanted }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// Adds a field, also where there is one of the same name.
  package mutating func append(_ name: String, value: String) {
    fields.append((name, value))
  }
}

extension HTTPHeaders {
  /// Checks names and values: a line break in a token would begin another field.
  ///
  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)`, naming the field but not its value.
  func check() throws(ToolError) {
    for (name, value) in fields {
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit(or: "!#$%&'*+-.^_`|~") }) else {
        let shown = name.onOneLine(atMost: 100)
        throw ToolError(
          .transport(.invalidRequest),
          message: "\"\(shown)\" cannot be the name of a header field"
        )
      }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
        throw ToolError(
          .transport(.invalidRequest),
          message: "the header field \(name) would hold a line break or another control character"
        )
      }
    }
  }
}

/// Sends a request and returns the complete answer.
package protocol HTTPTransport: Sendable {
  /// - Throws: `ToolError` with the code `.transport`, or `CancellationError`.
  func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse
}

/// The time limits of a transfer.
package struct Timeouts: Sendable, Equatable {
  /// For establishing the connection.
  package var connect: Duration
  /// Without a byte sent or received; a slow transfer is not ended.
  package var read: Duration
  /// For the whole transfer; nil for no limit.
  package var total: Duration?
  /// How many attempts, this one included, may end by these limits before the request is given up; for
  /// messages.
  package var attempts = 1

  package init(connect: Duration, read: Duration, total: Duration? = nil) {
    self.connect = connect
    self.read = read
    self.total = total
  }
}
