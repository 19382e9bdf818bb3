import Toolkit

/// A position in a JSON document, which is advanced token by token; each token is checked.
///
/// It copies nothing: tokens are ranges of `bytes`. That is a `Span`, because an array would be retained and
/// released at each token, which took a quarter of a scan's time.
package struct JSONCursor: ~Escapable {
  package let bytes: Span<UInt8>
  package private(set) var position: Int
  /// The position of the last escape that may be written as a plain character: `\/`, or `\u` and
  /// four hexadecimal digits; -1 before the first one. An Optional made a scan take 2 to 4 % more processor
  /// time.
  private(set) var lastReplaceableEscape = -1

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The text in a range, escapes as written.
  package func text(_ range: Range<Int>) -> String {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  package var isAtEnd: Bool { position >= bytes.count }

  func error(_ expected: String) -> JSONError { JSONError(offset: position, expected: expected) }

  /// Whether the next byte is white space or a control character.
  @inline(__always)
  var mayBeAtWhiteSpace: Bool { position < bytes.count && bytes[position] <= 0x20 }

  /// The next byte that is not white space, without passing it; 0 at the end.
  @inline(__always)
  package mutating func peek() -> UInt8 {
    if mayBeAtWhiteSpace { skipWhiteSpace() }
    return position < bytes.count ? bytes[position] : 0
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  /// Passes `byte` if it comes next.
  @inline(__always)
  package mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  @inline(__always)
  package mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard skip(byte) else { throw error("'\(Character(Unicode.Scalar(byte)))'") }
  }

  /// Passes `:{"S":` before a quote, which in DynamoDB's JSON precedes a string, by far the most frequent
  /// value. Comparing it as a whole makes a scan a quarter faster.
  @inline(__always)
  mutating func skipColonAndStringType() -> Bool {
    guard position + 8 <= bytes.count, bytes.word(at: position) & Self.sevenBytes == Self.stringType else {
      return false
    }
    position += 6
    return true
  }

  private static let sevenBytes: UInt64 = .max >> 8
  /// Little-endian: the characters from right to left.
  private static let stringType: UInt64 = 0x22_3A_22_53_22_7B_3A

  /// Passes a string and returns what stands between its quotes, escapes as written.
  package mutating func string() throws(JSONError) -> Range<Int> {
    guard peek() == UInt8(ascii: "\"") else { throw error("a string") }
    let start = position + 1
    var index = PlainText.end(in: bytes, from: start)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        position = index + 1
        return start..<index
      case UInt8(ascii: "\\"):
        index = PlainText.end(in: bytes, from: try afterEscape(at: index))
      default:
        position = index
        throw error("no control character in a string")
      }
    }
    position = bytes.count
    throw error("the end of a string")
  }

  private mutating func afterEscape(at backslash: Int) throws(JSONError) -> Int {
    position = backslash
    guard backslash + 1 < bytes.count else { throw error("the end of a string") }
    switch bytes[backslash + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return backslash + 2
    case UInt8(ascii: "/"):
      lastReplaceableEscape = backslash
      return backslash + 2
    case UInt8(ascii: "u"):
      let digits = (backslash + 2)..<(backslash + 6)
      guard digits.upperBound <= bytes.count, digits.allSatisfy({ bytes[$0].isHexDigit }) else {
        throw error("four hex digits after \\u")
      }
      lastReplaceableEscape = backslash
      return digits.upperBound
    default:
      throw error("an escape")
    }
  }

  /// Passes a number and returns its digits as written.
  package mutating func number() throws(JSONError) -> Range<Int> {
    _ = peek()
    guard let end = JSONNumber.end(in: bytes, from: position) else { throw error("a number") }
    let start = position
    position = end
    return start..<end
  }

  /// Passes one of the words `true`, `false`, `null`.
  package mutating func word(_ word: StaticString) throws(JSONError) {
    _ = peek()
    let text = word.description.utf8
    guard bytes.holds(text, at: position) else { throw error(word.description) }
    position += text.count
  }

  /// Passes a value of any kind, however deep.
  ///
  /// Only strings and the nesting of brackets are followed; what is between them is not checked.
  package mutating func skipValue() throws(JSONError) {
    switch peek() {
    case UInt8(ascii: "{"), UInt8(ascii: "["): try container()
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try number()
    }
  }

  private mutating func container() throws(JSONError) {
    var depth = 0
    let count = bytes.count
    while position < count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        _ = try string()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return
        }
      default:
        break
      }
      position += 1
    }
    throw error("a closing bracket")
  }

  /// Throws unless only white space is left.
  package mutating func end() throws(JSONError) {
    _ = peek()
    guard isAtEnd else { throw error("the end of the document") }
  }
}
