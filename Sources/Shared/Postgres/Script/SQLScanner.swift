import Toolkit

/// Splits SQL into tokens as PostgreSQL's own scanner does: what is inside quotes, `E''`, dollar quotes and
/// nested comments is not looked at. Where their end is missing, they end with the text; the server reports
/// that.
struct SQLScanner {
  let bytes: [UInt8]
  /// The byte that is read next.
  var index = 0
  var unclosed: SQLToken.Unclosed?
  /// The line of the byte up to which lines have been counted.
  private var line = 1
  private var countedTo = 0
  /// Whether a backslash in a plain string is only a backslash; the server's `standard_conforming_strings`.
  private let standardConformingStrings: Bool

  init(_ bytes: [UInt8], standardConformingStrings: Bool) {
    self.bytes = bytes
    self.standardConformingStrings = standardConformingStrings
  }

  /// The next token, or nil at the end.
  mutating func next() -> SQLToken? {
    skipBlanks()
    guard let byte = peek() else { return nil }
    let offset = index
    line += bytes[countedTo..<offset].count { $0 == UInt8(ascii: "\n") }
    countedTo = offset
    let kind = take(byte)
    return SQLToken(kind: kind, range: offset..<index, line: line)
  }

  private mutating func take(_ byte: UInt8) -> SQLToken.Kind {
    switch byte {
    case UInt8(ascii: ";"): return single(.semicolon)
    case UInt8(ascii: "("): return single(.openParenthesis)
    case UInt8(ascii: ")"): return single(.closeParenthesis)
    case UInt8(ascii: "\\"): return metaCommand()
    case UInt8(ascii: "'"): return string(escapes: !standardConformingStrings)
    case UInt8(ascii: "$"): return dollar()
    case UInt8(ascii: "\""): skipQuoted(by: byte)
    case _ where byte.startsWord: return word()
    default: index += 1
    }
    return .other
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    let position = index + distance
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func single(_ kind: SQLToken.Kind) -> SQLToken.Kind {
    index += 1
    return kind
  }

  private mutating func metaCommand() -> SQLToken.Kind {
    let name = bytes[(index + 1)...].prefix { !$0.isBlank && $0 != UInt8(ascii: "\\") }
    index = name.endIndex
    return .backslash(name: "\\" + String(decoding: name, as: UTF8.self))
  }

  /// A word; or, when the word is the prefix of a string, that string.
  private mutating func word() -> SQLToken.Kind {
    let word = bytes[index...].prefix(while: \.continuesWord)
    index += word.count
    let text = String(decoding: word, as: UTF8.self).uppercased()
    guard peek() == UInt8(ascii: "'") else { return .word(text) }
    switch text {
    case "E": return string(escapes: true)
    case "B", "X": return string(escapes: false)
    case "N": return string(escapes: !standardConformingStrings)
    default: return .word(text)
    }
  }
}

// Blanks and comments.
extension SQLScanner {
  private mutating func skipBlanks() {
    while let byte = peek() {
      if byte.isBlank {
        index += 1
      } else if byte == UInt8(ascii: "-") && peek(1) == byte {
        skipLine()
      } else if byte == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*") {
        skipBlockComment()
      } else {
        return
      }
    }
  }

  mutating func skipLine() {
    index = bytes[index...].firstIndex { $0.isLineEnd } ?? bytes.count
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      switch (peek(), peek(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        index += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        index += 2
      default: index += 1
      }
    } while depth > 0 && index < bytes.count
    if depth > 0 { unclosed = .comment }
  }
}

extension UInt8 {
  var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  var isBlank: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }

  /// A letter, `_` or a part of any character beyond ASCII.
  var startsWord: Bool { isLetter || self == UInt8(ascii: "_") || self >= 0x80 }

  var continuesWord: Bool { startsWord || isDigit || self == UInt8(ascii: "$") }
}
