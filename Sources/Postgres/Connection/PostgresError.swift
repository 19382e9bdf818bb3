/// What went wrong between a tool and PostgreSQL: a code to act on, a message and what to type next.
///
/// The description is what the user reads: what failed, on which `user@host:port/database`, why. Neither it nor
/// any field holds a password, a bound value or a whole URL.
package struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// The connection URL, a variable or an option makes no sense.
    case configuration
    /// There is no connection, or it broke.
    case connection
    /// The server does not let this user in.
    case authentication
    /// The server refused a statement, or refused the connection for a reason of its own.
    case sqlState(SQLState)
    /// The rows are not what the tool needs.
    case data
    /// A `.sql` file cannot be applied as it is.
    case script
  }

  package let code: Code
  package let message: String
  package let hint: String?
  /// The server's own fields: SQLSTATE, detail, position.
  package let server: ServerMessage?

  package init(_ code: Code, _ message: String, hint: String? = nil, server: ServerMessage? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.server = server
  }

  /// The same error with another thing to type next.
  func suggesting(_ hint: String) -> PostgresError {
    PostgresError(code, message, hint: hint, server: server)
  }

  /// The server's SQLSTATE, where the server spoke.
  package var sqlState: SQLState? { server?.sqlState }

  package var description: String {
    guard let hint else { return message }
    return "\(message)\n\(hint)"
  }
}
