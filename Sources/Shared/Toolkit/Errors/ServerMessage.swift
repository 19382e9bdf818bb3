/// An error or a notice in the server's own fields.
package struct ServerMessage: Sendable, Equatable {
  /// `ERROR`, `FATAL`, `WARNING`, `NOTICE`, …, never translated.
  package var severity: String
  /// nil when libpq speaks, not the server: the connection broke.
  package var sqlState: SQLState?
  package var message: String
  package var detail: String?
  package var hint: String?
  /// Where inside the server the error rose: the PL/pgSQL function and its line.
  package var context: String?
  /// The column that a value did not suit.
  package var column: String?
  /// Where in the statement the error is: 1-based, in Unicode code points. Errors at run time have none.
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
