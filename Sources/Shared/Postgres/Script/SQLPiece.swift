/// A part of a `.sql` file. What the server is to see of it goes there whole, comments included: whether a comment ends
/// where we see its end is for the server to say.
struct SQLPiece: Equatable {
  enum Content: Equatable {
    /// A statement with its semicolon, and what stands before it.
    case statement(SQLStatement)
    /// Blanks, comments and lone semicolons before a command of psql or the end of the file.
    case comments
    /// A command of psql, and what it prints. The server does not see it.
    case command(String?)
  }

  let content: Content
  /// Where it is in the file, counted in bytes.
  let range: Range<Int>
  /// What the file's end cuts off in it.
  var unclosed: SQLToken.Unclosed?

  var statement: SQLStatement? {
    if case .statement(let statement) = content { statement } else { nil }
  }
}
