import Toolkit

// Strings.
extension SQLScanner {
  /// Takes a string and what continues it: another one that begins on a later line.
  mutating func string(escapes: Bool) -> SQLToken.Kind {
    repeat {
      skipQuoted(by: UInt8(ascii: "'"), escapes: escapes)
    } while findsContinuation()
    return .string
  }

  /// Skips to the quote's end; a doubled quote stands for itself.
  mutating func skipQuoted(by quote: UInt8, escapes: Bool = false) {
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

  /// Takes a string between `$tag$` and the same again, `$1`, or a lone `$`.
  mutating func dollar() -> SQLToken.Kind {
    let rest = bytes[(index + 1)...]
    let tag = rest.prefix { $0.continuesWord && $0 != UInt8(ascii: "$") }
    let isTag = tag.first.map(\.startsWord) ?? true
    guard isTag, tag.endIndex < bytes.count, bytes[tag.endIndex] == UInt8(ascii: "$") else {
      let digits = tag.prefix(while: \.isDigit).count
      index += 1 + digits
      return digits > 0 ? .other : .dollar
    }
    let quote = bytes[index...tag.endIndex]
    index += quote.count
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$") && bytes[index...].starts(with: quote) {
        index += quote.count
        return .string
      }
      index += 1
    }
    unclosed = .dollarQuote
    return .string
  }
}
