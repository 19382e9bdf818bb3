import Toolkit

extension [UInt8] {
  /// Appends the content of a string with as few escapes as possible: `\u00e9` as `é`, `\/` as `/`.
  ///
  /// Control characters (below U+0020, and from U+007F to U+009F) and halves of surrogate pairs stay as they
  /// are written.
  ///
  /// - Parameter content: What `JSONCursor.string` has passed.
  mutating func appendWithFewEscapes(_ content: Range<Int>, of bytes: Span<UInt8>) {
    var index = content.lowerBound
    while index < content.upperBound {
      let backslash = PlainText.end(in: bytes, from: index)
      append(index..<backslash, of: bytes)
      guard backslash < content.upperBound else { return }
      let escape = JSONEscape(at: backslash, in: bytes)
      if let character = escape.replacement {
        append(contentsOf: character.utf8)
      } else {
        append(backslash..<backslash + escape.length, of: bytes)
      }
      index = backslash + escape.length
    }
  }
}

/// An escape in a JSON string: its length, and its replacement in UTF-8.
private struct JSONEscape {
  /// Bytes, the backslash included; both halves of a surrogate pair are one escape.
  let length: Int
  /// Nil where the escape is kept.
  let replacement: String?

  init(at backslash: Int, in bytes: Span<UInt8>) {
    guard let first = Self.unit(at: backslash, in: bytes) else {
      length = 2
      replacement = bytes[backslash + 1] == UInt8(ascii: "/") ? "/" : nil
      return
    }
    if UTF16.isLeadSurrogate(first), let second = Self.unit(at: backslash + 6, in: bytes),
      UTF16.isTrailSurrogate(second)
    {
      length = 12
      replacement = String(decoding: [first, second], as: UTF16.self)
    } else {
      length = 6
      replacement = Unicode.Scalar(first).flatMap(Self.replacement)
    }
  }

  private static func replacement(for character: Unicode.Scalar) -> String? {
    switch character {
    case "\"": #"\""#
    case "\\": #"\\"#
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": nil
    default: String(character)
    }
  }

  /// The UTF-16 unit that `\u` and four hexadecimal digits name; nil where such an escape does not begin.
  private static func unit(at backslash: Int, in bytes: Span<UInt8>) -> UInt16? {
    guard bytes.holds(#"\u"#.utf8, at: backslash), backslash + 6 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for index in backslash + 2..<backslash + 6 {
      guard let digit = bytes[index].hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
