import Toolkit

/// A piece of SQL as far as splitting needs to tell pieces apart.
struct SQLToken {
  enum Kind: Equatable {
    /// A keyword or a plain name, in upper case.
    case word(String)
    case semicolon
    case openParenthesis
    case closeParenthesis
    /// What only psql understands; the name is what follows up to a blank.
    case backslash(name: String)
    /// A string, a quoted name, a number, an operator.
    case other
  }

  let kind: Kind
  /// Counted in bytes from the start of the text.
  let offset: Int
  /// Counted from 1.
  let line: Int
}

/// Cuts SQL into tokens as PostgreSQL's own scanner does: quotes, `E''`, dollar quotes and nested comments hide
/// what is inside. An end that is missing is the end of the text; the server will say so.
struct SQLScanner {
  private let bytes: [UInt8]
  private var index = 0
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
    return SQLToken(kind: take(byte), offset: offset, line: line)
  }

  private mutating func take(_ byte: UInt8) -> SQLToken.Kind {
    switch byte {
    case UInt8(ascii: ";"): return single(.semicolon)
    case UInt8(ascii: "("): return single(.openParenthesis)
    case UInt8(ascii: ")"): return single(.closeParenthesis)
    case UInt8(ascii: "\\"): return metaCommand()
    case UInt8(ascii: "'"): skipString(escapes: !standardConformingStrings)
    case UInt8(ascii: "\""): skipQuoted(by: byte)
    case UInt8(ascii: "$"): skipDollar()
    case _ where byte.startsWord: return word()
    default: index += 1
    }
    return .other
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    let position = index + distance
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func single(_ kind: SQLToken.Kind) -> SQLToken.Kind {
    index += 1
    return kind
  }

  private mutating func metaCommand() -> SQLToken.Kind {
    let name = bytes[index...].prefix { !$0.isBlank }
    index += name.count
    return .backslash(name: String(decoding: name, as: UTF8.self))
  }

  /// A word; or, when the word is the prefix of a string, that string.
  private mutating func word() -> SQLToken.Kind {
    let word = bytes[index...].prefix(while: \.continuesWord)
    index += word.count
    let text = String(decoding: word, as: UTF8.self).uppercased()
    guard peek() == UInt8(ascii: "'") else { return .word(text) }
    switch text {
    case "E": skipString(escapes: true)
    case "B", "X": skipString(escapes: false)
    case "N": skipString(escapes: !standardConformingStrings)
    default: return .word(text)
    }
    return .other
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

  private mutating func skipLine() {
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
  }
}

// Strings.
extension SQLScanner {
  /// Skips a string and what continues it: another one that begins on a later line.
  private mutating func skipString(escapes: Bool) {
    repeat {
      skipQuoted(by: UInt8(ascii: "'"), escapes: escapes)
    } while findsContinuation()
  }

  /// Skips to the quote's end; a doubled quote stands for itself.
  private mutating func skipQuoted(by quote: UInt8, escapes: Bool = false) {
    index += 1
    while let byte = peek() {
      if escapes && byte == UInt8(ascii: "\\") {
        index += 2
      } else if byte != quote {
        index += 1
      } else if peek(1) == quote {
        index += 2
      } else {
        index += 1
        return
      }
    }
    index = bytes.count
  }

  /// Goes on to a quote after blanks and `--` comments that hold a line end; else stays.
  private mutating func findsContinuation() -> Bool {
    let end = index
    var seesLineEnd = false
    while let byte = peek() {
      if byte.isBlank {
        seesLineEnd = seesLineEnd || byte.isLineEnd
        index += 1
      } else if byte == UInt8(ascii: "-") && peek(1) == byte {
        skipLine()
      } else {
        break
      }
    }
    if seesLineEnd && peek() == UInt8(ascii: "'") { return true }
    index = end
    return false
  }

  /// Skips `$1`, a lone `$`, or a string between `$tag$` and the same again.
  private mutating func skipDollar() {
    let rest = bytes[(index + 1)...]
    let tag = rest.prefix { $0.continuesWord && $0 != UInt8(ascii: "$") }
    let isTag = tag.first.map(\.startsWord) ?? true
    guard isTag, tag.endIndex < bytes.count, bytes[tag.endIndex] == UInt8(ascii: "$") else {
      index += 1 + (isTag ? 0 : tag.prefix { $0.isDigit }.count)
      return
    }
    let quote = bytes[index...tag.endIndex]
    index += quote.count
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$") && bytes[index...].starts(with: quote) {
        index += quote.count
        return
      }
      index += 1
    }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }

  /// A letter, `_` or a part of any character beyond ASCII.
  fileprivate var startsWord: Bool { isLetter || self == UInt8(ascii: "_") || self >= 0x80 }

  fileprivate var continuesWord: Bool { startsWord || isDigit || self == UInt8(ascii: "$") }
}
