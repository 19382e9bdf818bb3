extension [UInt8] {
  /// UTF-8 with the characters that steer a terminal as JSON escapes: DEL, the controls from U+0080 to
  /// U+009F, line separators and bidirectional controls. JSON allows all of them in a text as they are. The
  /// controls below U+0020 stay: they end lines and colour them.
  var escapedForTerminal: [UInt8] {
    guard contains(where: Self.firstBytes.contains) else { return self }
    let text = String(decoding: self, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.steersTerminal, scalar.value >= 0x20 {
        text += "\\u\(String(scalar.value | 0x1_0000, radix: 16).dropFirst())"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return Array(text.utf8)
  }

  /// The first bytes of the escaped characters. Most texts have none of these bytes.
  private static let firstBytes: [UInt8] = [0x7F, 0xC2, 0xD8, 0xE2]
}
