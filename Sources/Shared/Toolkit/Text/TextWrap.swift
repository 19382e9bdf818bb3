/// Text wrapped to a width.
package enum TextWrap {
  /// The words in as few lines as possible. A word that is wider than a line has a line of its own.
  ///
  /// - Parameter breaksWords: Whether such a word is broken into several lines.
  package static func lines(_ text: String, width: Int, breaksWords: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    for word in breaksWords ? words.flatMap({ pieces(of: $0, width: width) }) : words {
      if !line.isEmpty, line.terminalColumns + 1 + word.terminalColumns > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Parts of a word that each fit into a line.
  private static func pieces(of word: Substring, width: Int) -> [Substring] {
    guard word.terminalColumns > width else { return [word] }
    var pieces: [Substring] = []
    var rest = word
    while !rest.isEmpty {
      var left = width
      let fitting = rest.prefix { character in
        left -= character.terminalColumns
        return left >= 0
      }
      let piece = fitting.isEmpty ? rest.prefix(1) : fitting
      pieces.append(piece)
      rest = rest[piece.endIndex...]
    }
    return pieces
  }

  private static let column = 32
  private static let narrowest = 20

  /// A name with its text beside it, or below it where the name is long or the width is small.
  static func row(_ name: String, text: String, width: Int) -> [String] {
    let label = "  \(name)"
    let indent = width < column + narrowest ? 6 : column
    let lines = lines(text, width: max(width - indent, narrowest)).map {
      String(repeating: " ", count: indent) + $0
    }
    guard label.count + 2 <= indent, let first = lines.first else { return [label] + lines }
    return [label + first.dropFirst(label.count)] + lines.dropFirst()
  }
}
