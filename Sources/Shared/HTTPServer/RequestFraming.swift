import Toolkit

/// Refuses requests whose end is ambiguous: a proxy before this server and this server itself must agree on
/// where a request ends (RFC 9112, section 6.3). libmicrohttpd by itself uses the first of several lengths,
/// and accepts a length together with chunks.
enum RequestFraming {
  /// With a blank before the colon, a proxy may read a name as `Content-Length` where libmicrohttpd reads
  /// another name (RFC 9112, section 5.1).
  private static func isOfToken(_ byte: UInt8) -> Bool { byte.isLetterOrDigit(or: "!#$%&'*+-.^_`|~") }

  /// The answer to a head that is refused; nil where it is in order.
  static func refusal(of headers: HeaderFields) -> ServerAnswer? {
    guard headers.fields.allSatisfy({ $0.name.utf8.allSatisfy(Self.isOfToken) }) else {
      return ServerAnswer(status: 400, error: "a header field has a malformed name")
    }
    let lengths = headers.values(of: "Content-Length")
    let codings = headers.values(of: "Transfer-Encoding")
    guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty else {
      return ServerAnswer(status: 400, error: "the request has more than one length")
    }
    if let coding = codings.first, coding.lowercased() != "chunked" {
      return ServerAnswer(status: 400, error: "the only Transfer-Encoding is chunked")
    }
    guard let length = lengths.first else { return nil }
    guard !length.isEmpty, length.utf8.allSatisfy(\.isDigit) else {
      return ServerAnswer(status: 400, error: "Content-Length is not a number")
    }
    guard let count = Int(length), count <= BodyBuffer.longestIgnored else { return .bodyTooLarge }
    return nil
  }
}

extension ServerAnswer {
  static let bodyTooLarge = ServerAnswer(status: 413, error: "the body is too large")
}
