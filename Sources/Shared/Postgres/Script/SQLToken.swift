/// A token of SQL, with as many kinds as the splitter needs.
struct SQLToken {
  enum Kind: Equatable {
    /// A keyword or a plain name, in upper case.
    case word(String)
    case semicolon
    case openParenthesis
    case closeParenthesis
    /// A psql command; its name ends at a blank or another backslash.
    case backslash(name: String)
    /// A string, also one between dollar quotes.
    case string
    /// A `$` that begins neither a dollar quote nor a parameter: it is not valid in PostgreSQL.
    case dollar
    /// A quoted name, a number, an operator.
    case other
  }

  /// What the end of the text leaves open.
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
