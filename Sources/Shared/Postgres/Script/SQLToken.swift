/// A piece of SQL as far as splitting needs to tell pieces apart.
struct SQLToken {
  enum Kind: Equatable {
    /// A keyword or a plain name, in upper case.
    case word(String)
    case semicolon
    case openParenthesis
    case closeParenthesis
    /// What only psql understands; the name is what follows up to a blank or another backslash.
    case backslash(name: String)
    /// A string, also one between dollar quotes.
    case string
    /// A `$` that begins neither a dollar quote nor a parameter's number: PostgreSQL knows no such thing.
    case dollar
    /// A quoted name, a number, an operator.
    case other
  }

  /// What the end of the text cuts off.
  enum Unclosed {
    case comment
    case dollarQuote
  }

  let kind: Kind
  /// Where it is in the text, counted in bytes.
  let range: Range<Int>
  /// Counted from 1.
  let line: Int
}
