import Toolkit

/// A request as it goes over the wire.
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
  /// After the path's `?`, percent-encoded; only what goes unsigned has one.
  package var query: String?
  /// Whether it goes past every proxy: to this machine, or to what is beside it.
  package var isDirect = false

  package init(_ method: Method, _ endpoint: Endpoint, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.method = method
    self.endpoint = endpoint
    self.headers = headers
    self.body = body
  }

  /// Its body and its query may hold tokens.
  package var description: String { "\(method.rawValue) \(endpoint.origin)" }

  package var url: String { endpoint.url + (query.map { "?\($0)" } ?? "") }
}

/// An answer whose body has arrived whole.
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
  /// Its body may hold credentials.
  package var description: String { "HTTP \(status), \(body.count) bytes" }
}

/// Header fields in their order; names are matched without regard to case.
package struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral, Redacted {
  package private(set) var fields: [(name: String, value: String)]

  /// The names: tokens and signatures are among the values.
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

  /// Adds a field beside those of the same name.
  package mutating func append(_ name: String, _ value: String) {
    fields.append((name, value))
  }
}

extension HTTPHeaders {
  /// Checks that each field stays one field: a line break in a token would begin another one.
  ///
  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)`, naming the field but not its value.
  func check() throws(ToolError) {
    for (name, value) in fields {
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit(or: "!#$%&'*+-.^_`|~") }) else {
        let shown = name.onOneLine(atMost: 100)
        throw ToolError(.transport(.invalidRequest), "\"\(shown)\" cannot be the name of a header field")
      }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
        throw ToolError(
          .transport(.invalidRequest),
          "the header field \(name) would hold a line break or another control character"
        )
      }
    }
  }
}

/// Whatever sends a request and brings back the whole answer, or says why there is none.
package protocol HTTPTransport: Sendable {
  /// - Throws: `ToolError` with the code `.transport`, or `CancellationError`.
  func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse
}

/// How long a transfer may take to make progress.
package struct Timeouts: Sendable, Equatable {
  /// For the connection to stand.
  package var connect: Duration
  /// Without a byte sent or received; a slow transfer is not cut.
  package var read: Duration
  /// For all of it; nil for as long as it takes.
  package var total: Duration?
  /// How many attempts may end by these before the request is given up, this one included; for what is said meanwhile.
  package var attempts = 1

  package init(connect: Duration, read: Duration, total: Duration? = nil) {
    self.connect = connect
    self.read = read
    self.total = total
  }
}
