/// How wide a text is on a terminal.
extension String {
  /// The columns that it takes, by Unicode's East Asian Width: the sum of its characters, as a reader counts
  /// them.
  package var terminalColumns: Int { self[...].terminalColumns }

  /// The text, cut to a number of columns; where it is cut, `…` is its last character.
  package func cut(toColumns columns: Int) -> String {
    guard terminalColumns > columns else { return self }
    guard columns > 0 else { return "" }
    var left = columns - 1
    let kept = prefix { character in
      left -= character.terminalColumns
      return left >= 0
    }
    return kept + "…"
  }

  /// The text, filled with blanks to a number of columns.
  package func padded(toColumns columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - terminalColumns))
  }
}

extension Substring {
  package var terminalColumns: Int { reduce(0) { $0 + $1.terminalColumns } }
}

extension Character {
  /// A letter with its marks takes the columns of the letter; an emoji of several code points takes two.
  var terminalColumns: Int {
    if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    return isDrawnAsEmoji ? 2 : unicodeScalars.reduce(0) { $0 + $1.terminalColumns }
  }

  /// Variation selector 16, a skin tone, two regional indicators, or emoji that zero-width joiners tie
  /// together.
  private var isDrawnAsEmoji: Bool {
    var joins = false
    var hasWide = false
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0xFE0F, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: return true
      case 0x200D: joins = true
      default: hasWide = hasWide || scalar.terminalColumns == 2
      }
    }
    return joins && hasWide
  }
}

extension Unicode.Scalar {
  fileprivate var terminalColumns: Int {
    if isControl || Self.contains(value, in: UnicodeWidths.none) { return 0 }
    return Self.contains(value, in: UnicodeWidths.two) ? 2 : 1
  }

  /// Whether a code point is in a table of ranges.
  private static func contains(_ value: UInt32, in table: [UInt32]) -> Bool {
    var (low, high) = (0, table.count / 2)
    while low < high {
      let middle = (low + high) / 2
      if table[2 * middle + 1] < value { low = middle + 1 } else { high = middle }
    }
    return low < table.count / 2 && table[2 * low] <= value
  }
}
