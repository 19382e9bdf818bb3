extension String {
  /// Without line breaks and control characters, so that text from a server or a file cannot control the
  /// user's terminal.
  package var onOneLine: String {
    unicodeScalars.split(whereSeparator: \.endsLine).map { String($0) }.joined(separator: " ")
  }

  /// The same for a text whose place on a terminal is reckoned, such as a cell of a table: without the
  /// characters that would put the text beside it in another order. They take no column.
  package var onOneTerminalLine: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isBidiControl })).onOneLine
  }
}

extension String {
  /// The same for a text of several lines; its line breaks stay.
  var withoutControls: String {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).onOneLine }
      .joined(separator: "\n")
  }
}

extension String {
  /// `onOneLine`, cut to a number of characters: a server may send megabytes.
  package func onOneLine(atMost count: Int) -> String {
    let end = unicodeScalars.index(startIndex, offsetBy: count, limitedBy: endIndex) ?? endIndex
    return String(self[..<end]).onOneLine + (end == endIndex ? "" : "…")
  }
}

extension String {
  /// How much of a server's text is shown, in code points: it may send megabytes.
  package static let longestServerText = 2_000

  /// A server's text as it may be shown: cut after `longestServerText`, and without control characters in its
  /// lines.
  package var fromServer: String {
    let limit = Self.longestServerText
    let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
    let lines = self[..<end].split(separator: "\n").map { String($0).onOneLine }
    return lines.joined(separator: "\n") + (end == endIndex ? "" : "…")
  }
}

extension Unicode.Scalar {
  package var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }

  /// A control character, or Unicode's line or paragraph separator.
  fileprivate var endsLine: Bool { isControl || value == 0x2028 || value == 0x2029 }

  /// Whether a terminal may obey it, or show other text in another order because of it: a letter of a script
  /// from right to left does not, but the characters that override, embed and isolate directions do.
  package var steersTerminal: Bool { endsLine || properties.isBidiControl }
}
