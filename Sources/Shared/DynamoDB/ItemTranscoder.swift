/// How an item is written.
package enum ItemForm: Sendable {
  /// `{"age":3}`: sets as arrays, binary as base64 text.
  case plain
  /// `{"age":{"N":"3"}}`: as received, without white space.
  case typed
}

/// Turns a page's items from DynamoDB's JSON into lines, one item each, from bytes to bytes.
///
/// Attributes keep their order, numbers their digits, strings their escapes. What is read is checked: whatever is not
/// DynamoDB's JSON is an error, never a wrong line.
struct ItemTranscoder {
  /// DynamoDB nests 32 levels.
  private static let maximumDepth = 64

  private var cursor: JSONCursor
  private let form: ItemForm
  private(set) var lines: [UInt8] = []
  private(set) var count = 0

  /// - Parameter limit: Where to stop, in items.
  /// - Throws: `JSONError` at the first byte that is wrong.
  init(_ page: ScanPage, form: ItemForm, limit: Int = .max) throws(JSONError) {
    guard (try? UTF8Span(validating: page.bytes.span)) != nil else {
      throw JSONError(offset: 0, expected: "UTF-8")
    }
    cursor = JSONCursor(page.bytes, at: page.items.lowerBound)
    self.form = form
    lines.reserveCapacity(page.items.count)
    try writeItems(limit: limit)
    guard count == page.count || count == limit else {
      throw JSONError(offset: page.items.lowerBound, expected: "\(page.count) items, not \(count)")
    }
  }

  private mutating func writeItems(limit: Int) throws(JSONError) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.skip(UInt8(ascii: "]")) { return }
    repeat {
      guard count < limit else { return }
      try writeMap(depth: 0)
      lines.append(UInt8(ascii: "\n"))
      count += 1
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  /// An item, or the value of an `M`: names with typed values.
  private mutating func writeMap(depth: Int) throws(JSONError) {
    guard depth < Self.maximumDepth else { throw cursor.error("at most \(Self.maximumDepth) levels") }
    try copy(UInt8(ascii: "{"))
    if cursor.skip(UInt8(ascii: "}")) { return lines.append(UInt8(ascii: "}")) }
    repeat {
      try writeString()
      try copy(UInt8(ascii: ":"))
      try writeTyped(depth: depth + 1)
    } while copyComma()
    try copy(UInt8(ascii: "}"))
  }

  /// `{"S":"…"}` and its like.
  private mutating func writeTyped(depth: Int) throws(JSONError) {
    let start = lines.count
    try copy(UInt8(ascii: "{"))
    let type = try writeString()
    try copy(UInt8(ascii: ":"))
    if form == .plain { lines.removeLast(lines.count - start) }
    try writeValue(of: AttributeType(cursor.bytes[type]), depth: depth)
    try cursor.expect(UInt8(ascii: "}"))
    if form == .typed { lines.append(UInt8(ascii: "}")) }
  }

  private mutating func writeValue(of type: AttributeType?, depth: Int) throws(JSONError) {
    switch type {
    case .string, .binary: try writeString()
    case .number: try writeNumber()
    case .bool: try writeBool()
    case .null: try writeNull()
    case .stringSet, .binarySet:
      try writeArray { transcoder throws(JSONError) in try transcoder.writeString() }
    case .numberSet: try writeArray { transcoder throws(JSONError) in try transcoder.writeNumber() }
    case .list:
      guard depth < Self.maximumDepth else { throw cursor.error("at most \(Self.maximumDepth) levels") }
      try writeArray { transcoder throws(JSONError) in try transcoder.writeTyped(depth: depth + 1) }
    case .map: try writeMap(depth: depth)
    case nil: throw cursor.error("a type of DynamoDB's before this")
    }
  }

  private mutating func writeArray(
    _ writeElement: (inout ItemTranscoder) throws(JSONError) -> Void
  ) throws(JSONError) {
    try copy(UInt8(ascii: "["))
    if cursor.skip(UInt8(ascii: "]")) { return lines.append(UInt8(ascii: "]")) }
    repeat { try writeElement(&self) } while copyComma()
    try copy(UInt8(ascii: "]"))
  }

  @discardableResult
  private mutating func writeString() throws(JSONError) -> Range<Int> {
    let content = try cursor.string()
    lines.append(contentsOf: cursor.bytes[(content.lowerBound - 1)..<(content.upperBound + 1)])
    return content
  }

  /// A number travels as text; it must be one that JSON has too.
  private mutating func writeNumber() throws(JSONError) {
    let content = try cursor.string()
    guard JSONNumber.end(in: cursor.bytes, from: content.lowerBound) == content.upperBound else {
      throw cursor.error("a number before this")
    }
    let quotes = form == .typed ? 1 : 0
    lines.append(contentsOf: cursor.bytes[(content.lowerBound - quotes)..<(content.upperBound + quotes)])
  }

  private mutating func writeBool() throws(JSONError) {
    let isTrue = cursor.peek() == UInt8(ascii: "t")
    try cursor.word(isTrue ? "true" : "false")
    lines.append(contentsOf: (isTrue ? "true" : "false").utf8)
  }

  private mutating func writeNull() throws(JSONError) {
    try cursor.word("true")
    lines.append(contentsOf: (form == .plain ? "null" : "true").utf8)
  }

  private mutating func copy(_ byte: UInt8) throws(JSONError) {
    try cursor.expect(byte)
    lines.append(byte)
  }

  private mutating func copyComma() -> Bool {
    guard cursor.skip(UInt8(ascii: ",")) else { return false }
    lines.append(UInt8(ascii: ","))
    return true
  }
}

/// The types of DynamoDB's attribute values, by their names on the wire.
private enum AttributeType {
  case string, number, binary, bool, null, stringSet, numberSet, binarySet, list, map

  init?(_ name: ArraySlice<UInt8>) {
    switch (name.count, name.first, name.last) {
    case (1, UInt8(ascii: "S"), _): self = .string
    case (1, UInt8(ascii: "N"), _): self = .number
    case (1, UInt8(ascii: "B"), _): self = .binary
    case (1, UInt8(ascii: "L"), _): self = .list
    case (1, UInt8(ascii: "M"), _): self = .map
    case (2, UInt8(ascii: "S"), UInt8(ascii: "S")): self = .stringSet
    case (2, UInt8(ascii: "N"), UInt8(ascii: "S")): self = .numberSet
    case (2, UInt8(ascii: "B"), UInt8(ascii: "S")): self = .binarySet
    case (4, UInt8(ascii: "B"), _) where name.elementsEqual("BOOL".utf8): self = .bool
    case (4, UInt8(ascii: "N"), _) where name.elementsEqual("NULL".utf8): self = .null
    default: return nil
    }
  }
}
