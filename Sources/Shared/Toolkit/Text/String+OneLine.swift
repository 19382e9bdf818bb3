extension String {
  /// Without line breaks and control characters, so that text from a server or a file cannot control the
  /// user's terminal.
  package var onOneLine: String {
    unicodeScalars.split(whereSeparator: \.isControl).map { String($0) }.joined(separator: " ")
  }
}

extension String {
  /// The same, cut to a number of characters: a server may send megabytes.
  package func onOneLine(atMost count: Int) -> String {
    let end = unicodeScalars.index(startIndex, offsetBy: count, limitedBy: endIndex) ?? endIndex
    return String(self[..<end]).onOneLine + (end == endIndex ? "" : "…")
  }
}

extension Unicode.Scalar {
  package var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}
