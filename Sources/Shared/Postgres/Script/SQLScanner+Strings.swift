import Toolkit

// Strings.
extension SQLScanner {
  /// Reads a string and its continuation: another string that begins on a later line.
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

  /// Skips blanks and `--` comments with a line end, if a quote follows them.
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

  /// Reads a string between `$tag$` and `$tag$`, a parameter such as `$1`, or a `$` by itself.
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
