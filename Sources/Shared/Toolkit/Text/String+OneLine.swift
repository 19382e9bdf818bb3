extension String {
  /// Without line breaks and control characters, so that text from a server or a file cannot control the
  /// user's terminal.
  package var onOneLine: String {
    unicodeScalars.split(whereSeparator: \.isControl).map { String($0) }.joined(separator: " ")
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
}
