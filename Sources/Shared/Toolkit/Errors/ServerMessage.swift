/// An error or a notice of the server, by its fields.
package struct ServerMessage: Sendable, Equatable {
  /// `ERROR`, `FATAL`, `WARNING`, `NOTICE`, …, never translated.
  package var severity: String
  /// Nil where the message is libpq's, not the server's: the connection was lost.
  package var sqlState: SQLState?
  package var message: String
  package var detail: String?
  package var hint: String?
  /// Where on the server the error occurred: the PL/pgSQL function and its line.
  package var context: String?
  /// The column whose value was refused.
  package var column: String?
  /// The position of the error in the statement: in Unicode code points, from 1. Errors at run time have
  /// none.
  package var position: Int?

  package init(
    severity: String,
    sqlState: SQLState? = nil,
    message: String,
    detail: String? = nil,
    hint: String? = nil,
    context: String? = nil,
    column: String? = nil,
    position: Int? = nil
  ) {
    self.severity = severity
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
    self.context = context
    self.column = column
    self.position = position
  }
}
