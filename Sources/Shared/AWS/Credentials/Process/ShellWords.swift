import Toolkit

/// Splits a command line as a shell does: blanks separate words, quotes and backslashes keep them together.
/// Nothing is expanded. As Python's `shlex.split`, by which the AWS CLI reads `credential_process`.
enum ShellWords {
  /// Nil where a quote is not closed or a backslash has nothing after it.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    func add(_ text: String) {
      word = word ?? ""
      word?.append(text)
    }
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ", "\t", "\r", "\n":
        words += [word].compactMap { $0 }
        word = nil
      case "'", "\"":
        guard let quoted = quoted(by: scalar, rest: &rest) else { return nil }
        add(quoted)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        add(String(escaped))
      default:
        add(String(scalar))
      }
    }
    return words + [word].compactMap { $0 }
  }

  /// The text up to the closing quote. Within double quotes a backslash escapes itself and the quote.
  private static func quoted(
    by quote: Unicode.Scalar,
    rest: inout Substring.UnicodeScalarView
  ) -> String? {
    var text = ""
    while let scalar = rest.popFirst() {
      if scalar == quote { return text }
      if scalar == "\\", quote == "\"", let next = rest.first, next == "\\" || next == "\"" {
        rest.removeFirst()
        text.unicodeScalars.append(next)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return nil
  }
}
