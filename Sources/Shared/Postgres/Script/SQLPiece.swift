/// A part of a `.sql` file. It is sent to the server as it is, comments included: the server decides whether
/// a comment ends where `SQLScanner` sees its end.
struct SQLPiece: Equatable {
  enum Content: Equatable {
    /// A statement with its semicolon, and the blanks and comments before it.
    case statement(SQLStatement)
    /// Blanks, comments and lone semicolons before a command of psql or the end of the file.
    case comments
    /// A psql command, and what it prints. It is not sent to the server.
    case command(String?)
  }

  let content: Content
  /// Where it is in the file, counted in bytes.
  let range: Range<Int>
  /// The quote or comment in it that the file's end leaves open.
  var unclosed: SQLToken.Unclosed?

  var statement: SQLStatement? {
    if case .statement(let statement) = content { statement } else { nil }
  }
}
