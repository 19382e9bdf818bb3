/// What a service said when it refused: `ResourceNotFoundException`, and why.
package struct ServiceError: Error, Sendable, Equatable {
  /// The error's short name, without its namespace. An answer that names none has its HTTP status here.
  package let code: String
  /// The service's own words; may be empty.
  package let message: String
  /// The HTTP status.
  package let status: Int
}
