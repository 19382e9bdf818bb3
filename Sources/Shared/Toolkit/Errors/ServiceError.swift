/// An error that a service answered with: its code, such as `ResourceNotFoundException`, and its message.
package struct ServiceError: Error, Sendable, Equatable {
  /// The error's short name, without its namespace. Where the answer has none it is the HTTP status.
  package let code: String
  /// The service's message; may be empty.
  package let message: String
  /// The HTTP status.
  package let status: Int
  /// For a `TransactionCanceledException` the code of each action, `None` for an action that did not fail.
  package let cancellationReasons: [String]

  package init(code: String, message: String, status: Int, cancellationReasons: [String] = []) {
    self.code = code
    self.message = message
    self.status = status
    self.cancellationReasons = cancellationReasons
  }
}

extension ServiceError {
  /// Whether the credentials were refused because they have expired.
  package var saysExpired: Bool {
    ["ExpiredTokenException", "ExpiredToken", "RequestExpired"].contains(code)
  }
}

extension ToolError {
  /// Whether a service refused the credentials because they have expired.
  package var saysExpired: Bool {
    if case .service(let error) = code { error.saysExpired } else { false }
  }
}
