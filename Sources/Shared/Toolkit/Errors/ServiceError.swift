/// What a service said when it refused: `ResourceNotFoundException`, and why.
package struct ServiceError: Error, Sendable, Equatable {
  /// The error's short name, without its namespace. An answer that names none has its HTTP status here.
  package let code: String
  /// The service's own words; may be empty.
  package let message: String
  /// The HTTP status.
  package let status: Int
  /// Of a `TransactionCanceledException`: the code of each action, `None` for one that was not at fault.
  package let cancellationReasons: [String]

  package init(code: String, message: String, status: Int, cancellationReasons: [String] = []) {
    self.code = code
    self.message = message
    self.status = status
    self.cancellationReasons = cancellationReasons
  }
}

extension ServiceError {
  /// Whether the credentials were refused because their time is over.
  package var saysExpired: Bool {
    ["ExpiredTokenException", "ExpiredToken", "RequestExpired"].contains(code)
  }
}

extension ToolError {
  /// Whether a service refused the credentials because their time is over.
  package var saysExpired: Bool {
    if case .service(let error) = code { error.saysExpired } else { false }
  }
}
