/// What went wrong in a tool: a code to act on, a message that names the thing, and what to type next.
///
/// The description is what the user reads after `Error: `. It holds no secret: whoever makes the message
/// names hosts, tables and files, never keys, tokens, passwords or whole URLs.
package struct ToolError: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// An option, a variable or a configuration file makes no sense.
    case configuration
    /// No credentials, or ones that cannot be used.
    case credentials
    /// There is no connection to PostgreSQL, or it broke.
    case connection
    /// PostgreSQL does not let this user in.
    case authentication
    /// PostgreSQL refused a statement, or refused the connection for a reason of its own.
    case sqlState(SQLState)
    /// A `.sql` file cannot be applied as it is.
    case script
    /// No answer: the request failed below HTTP.
    case transport(TransportFailure)
    /// The service answered with an error.
    case service(ServiceError)
    /// What answered is not the service.
    case response
    /// The answer is the service's, but broken.
    case truncatedResponse
    /// A local file is not there.
    case absentFile
    /// A local file cannot be read or does not hold what it should.
    case file
    /// The reader of stdout has gone: the tool ends quietly.
    case outputClosed
    /// The result cannot be written to stdout.
    case output
    /// The database lacks what the tool needs.
    case data
    /// The work stopped half way; the message says how far it came.
    case unfinished
    /// The user did not agree to what would destroy data; nothing was sent.
    case notConfirmed
  }

  package let code: Code
  package let message: String
  package let hint: String?
  /// What PostgreSQL said: SQLSTATE, detail, position.
  package let server: ServerMessage?
  /// Whether an earlier attempt of the same request, whose answer was lost, may have been carried out.
  package private(set) var answersRepetition = false

  package init(_ code: Code, _ message: String, hint: String? = nil, server: ServerMessage? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.server = server
  }

  /// The same error with another thing to type next.
  package func suggesting(_ hint: String) -> ToolError {
    ToolError(code, message, hint: hint, server: server)
  }

  /// PostgreSQL's SQLSTATE, where it said one.
  package var sqlState: SQLState? { server?.sqlState }

  package func answeringRepetition(_ isRepetition: Bool) -> ToolError {
    var error = self
    error.answersRepetition = isRepetition
    return error
  }

  package var description: String {
    guard let hint else { return message }
    return "\(message)\n\(hint)"
  }
}
