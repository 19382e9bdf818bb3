import Toolkit

extension JSONValue {
  /// How deep a document may be nested. DynamoDB's items nest 32 levels, each two deep in its JSON.
  private static let maximumDepth = 100

  /// Reads a whole document.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    try bytes.span.checkUTF8()
    var cursor = JSONCursor(bytes.span)
    self = try Self.read(&cursor, depth: 0)
    try cursor.end()
  }

  private static func read(_ cursor: inout JSONCursor, depth: Int) throws(JSONError) -> JSONValue {
    guard depth < maximumDepth else { throw cursor.error("at most \(maximumDepth) levels") }
    switch cursor.peek() {
    case UInt8(ascii: "{"): return .object(try readMembers(&cursor, depth: depth + 1))
    case UInt8(ascii: "["): return .array(try readElements(&cursor, depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try readString(&cursor))
    case UInt8(ascii: "t"):
      try cursor.word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try cursor.word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try cursor.word("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(cursor.text(try cursor.number()))
    default:
      throw cursor.error("a value")
    }
  }

  private static func readMembers(_ cursor: inout JSONCursor, depth: Int) throws(JSONError) -> [Member] {
    var members: [Member] = []
    try cursor.expect(UInt8(ascii: "{"))
    if cursor.skip(UInt8(ascii: "}")) { return members }
    repeat {
      let name = try readString(&cursor)
      try cursor.expect(UInt8(ascii: ":"))
      members.append(Member(name: name, value: try read(&cursor, depth: depth)))
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
    return members
  }

  private static func readElements(_ cursor: inout JSONCursor, depth: Int) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    try cursor.expect(UInt8(ascii: "["))
    if cursor.skip(UInt8(ascii: "]")) { return elements }
    repeat {
      elements.append(try read(&cursor, depth: depth))
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
    return elements
  }

  /// Reads a string, its escapes resolved.
  static func readString(_ cursor: inout JSONCursor) throws(JSONError) -> String {
    let raw = cursor.text(try cursor.string())
    return raw.utf8.contains(UInt8(ascii: "\\")) ? unescaped(raw) : raw
  }

  /// Resolves the escapes of a string. Half of a surrogate pair becomes U+FFFD.
  private static func unescaped(_ raw: String) -> String {
    var result: [UInt16] = []
    var rest = raw.utf16[...]
    while let unit = rest.popFirst() {
      guard unit == UInt16(UInt8(ascii: "\\")), let escape = rest.popFirst() else {
        result.append(unit)
        continue
      }
      switch UInt8(truncatingIfNeeded: escape) {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        result.append(UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) ?? 0xFFFD)
        rest = rest.dropFirst(4)
      default: result.append(escape)
      }
    }
    return String(decoding: result, as: UTF16.self)
  }
}
