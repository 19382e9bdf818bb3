import Toolkit

extension ServiceError {
  /// An error with a server's texts, which may have any length and content: they are cut, and put on one
  /// line.
  init(serverCode code: String, message: String, status: Int, cancellationReasons: [String] = []) {
    self.init(
      code: code.onOneLine(atMost: Self.longestCode),
      message: message.onOneLine(atMost: String.longestServerText),
      status: status,
      cancellationReasons: cancellationReasons.prefix(Self.mostReasons).map {
        $0.onOneLine(atMost: Self.longestCode)
      }
    )
  }

  private static let longestCode = 200
  /// One for each item of a transaction. Source: Amazon DynamoDB API Reference, TransactWriteItems.
  private static let mostReasons = 100
}

extension HTTPResponse {
  /// `HTTP 302, a redirect to https://login.example`. Only the origin of the target is shown: the rest may
  /// hold a secret.
  var statusText: String {
    guard (300..<400).contains(status), let location = headers["Location"] else { return "HTTP \(status)" }
    let target = Endpoint(String(location.prefix { !"?#".contains($0) }))?.origin
    return "HTTP \(status), a redirect to \(target ?? "another place")"
  }
}
