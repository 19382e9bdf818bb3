import Toolkit

/// Signature Version 4 for requests to AWS.
///
/// It is pure: the date is a parameter. Each stage is a function of its own, so that tests can compare it
/// with the published vectors.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct SigV4 {
  let credentials: Credentials
  let region: String
  let service: String

  private static let algorithm = "AWS4-HMAC-SHA256"

  /// Fields that proxies may change, or that clients do not sign by convention.
  private static let unsignedHeaders: Set<String> = [
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ]

  /// The request with its date, its session token and its signature.
  func sign(_ request: HTTPRequest, at date: Timestamp) -> HTTPRequest {
    var request = request
    request.headers["X-Amz-Date"] = date.amzDate
    request.headers["X-Amz-Security-Token"] = credentials.sessionToken
    let headers = signedHeaders(of: request)
    let signature = signature(of: stringToSign(canonicalRequest(request), at: date), at: date)
    request.headers["Authorization"] =
      "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(at: date)), "
      + "SignedHeaders=\(headers.map(\.name).joined(separator: ";")), Signature=\(signature)"
    return request
  }

  func canonicalRequest(_ request: HTTPRequest) -> String {
    let headers = signedHeaders(of: request)
    return """
      \(request.method.rawValue)
      \(canonical(request.endpoint.path))

      \(headers.map { "\($0.name):\($0.value)\n" }.joined())
      \(headers.map(\.name).joined(separator: ";"))
      \(Digest.sha256(request.body).hex)
      """
  }

  /// A path without empty and dot segments, then percent-encoded: for a second time where it is encoded
  /// already.
  private func canonical(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
    return "/\(segments.joined(separator: "/"))\(end)".percentEncoded(keeping: "/")
  }

  func stringToSign(_ canonicalRequest: String, at date: Timestamp) -> String {
    """
    \(Self.algorithm)
    \(date.amzDate)
    \(scope(at: date))
    \(Digest.sha256(canonicalRequest.utf8).hex)
    """
  }

  func signature(of stringToSign: String, at date: Timestamp) -> String {
    let day = Digest.hmacSHA256(
      key: Array("AWS4\(credentials.secretAccessKey)".utf8),
      date.amzDate.prefix(8).utf8
    )
    let key = [region, service, "aws4_request"].reduce(day) { Digest.hmacSHA256(key: $0, $1.utf8) }
    return Digest.hmacSHA256(key: key, stringToSign.utf8).hex
  }

  private func scope(at date: Timestamp) -> String {
    "\(date.amzDate.prefix(8))/\(region)/\(service)/aws4_request"
  }

  /// Names in lower case and sorted, values trimmed, inner runs of white space one blank.
  private func signedHeaders(of request: HTTPRequest) -> [(name: String, value: String)] {
    var values: [String: [String]] = ["host": [request.endpoint.authority]]
    for (name, value) in request.headers.fields {
      // By code points: a blank with a combining accent is one character.
      let words = value.unicodeScalars.split { " \t\n\r".unicodeScalars.contains($0) }
      values[name.lowercased(), default: []].append(words.map { String($0) }.joined(separator: " "))
    }
    return values.filter { !Self.unsignedHeaders.contains($0.key) }
      .map { (name: $0.key, value: $0.value.joined(separator: ",")) }
      .sorted { $0.name < $1.name }
  }
}
