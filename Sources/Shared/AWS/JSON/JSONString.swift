import Toolkit

extension [UInt8] {
  /// Appends `text` as a JSON string, escaped as Python's `json` module does.
  ///
  /// - Parameter ascii: Whether all but printable ASCII is escaped (`ensure_ascii`).
  package mutating func appendJSONString(_ text: String, ascii: Bool = false) {
    append(UInt8(ascii: "\""))
    if ascii {
      for unit in text.utf16 {
        if unit < 0x20 || unit > 0x7E { appendJSONEscape(unit) } else { appendJSONByte(UInt8(unit)) }
      }
    } else {
      appendJSONText(text.utf8.span)
    }
    append(UInt8(ascii: "\""))
  }

  /// In runs, because few texts have anything to escape.
  private mutating func appendJSONText(_ text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      let end = PlainText.end(in: text, from: start)
      append(start..<end, of: text)
      if end < text.count { appendJSONByte(text[end]) }
      start = end + 1
    }
  }

  private mutating func appendJSONByte(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      append(UInt8(ascii: "\\"))
      append(byte)
    case 0..<0x20:
      appendJSONEscape(UInt16(byte))
    default:
      append(byte)
    }
  }

  private mutating func appendJSONEscape(_ unit: UInt16) {
    append(UInt8(ascii: "\\"))
    switch unit {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      append(UInt8(ascii: "u"))
      let digits = Array("0123456789abcdef".utf8)
      for shift in [12, 8, 4, 0] { append(digits[Int(unit >> UInt16(shift)) & 0xF]) }
    }
  }
}
