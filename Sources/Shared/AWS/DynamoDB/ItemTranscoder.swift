import Toolkit

/// How an item is written.
package enum ItemForm: Sendable {
  /// `{"age":3}`: sets as arrays, binary as base64 text.
  case plain
  /// `{"age":{"N":"3"}}`: as received, without white space.
  case typed
}

/// Turns a page's items from DynamoDB's JSON into lines, one item each, from bytes to bytes.
///
/// The lines are the page less what is dropped from it: white space, and the types where they are not wanted. So
/// attributes keep their order, numbers their digits, strings their escapes. What is passed is checked: whatever is not
/// DynamoDB's JSON is an error, never a wrong line.
struct ItemTranscoder: ~Escapable {
  /// DynamoDB nests 32 levels.
  private static let maximumDepth = 64

  private var cursor: JSONCursor
  private let form: ItemForm
  /// What is kept and not yet copied begins here and ends at the cursor.
  private var keptFrom: Int
  private(set) var lines: [UInt8]
  private(set) var count = 0

  /// - Parameters:
  ///   - limit: Where to stop, in items.
  ///   - buffer: Memory for the lines, such as those of the page before; what is in it is lost.
  /// - Throws: `JSONError` at the first byte that is wrong.
  @_lifetime(borrow page)
  init(
    _ page: borrowing ScanPage,
    form: ItemForm,
    limit: Int = .max,
    buffer: consuming [UInt8] = []
  ) throws(JSONError) {
    try page.bytes.span.checkUTF8()
    cursor = JSONCursor(page.bytes.span, at: page.itemsStart)
    self.form = form
    keptFrom = page.itemsStart
    lines = buffer
    lines.removeAll(keepingCapacity: true)
    lines.reserveCapacity(page.bytes.count - page.itemsStart)
    guard try passItems(limit: limit) else { return }
    guard count == page.count else {
      throw JSONError(offset: page.itemsStart, expected: "\(page.count) items, not \(count)")
    }
    try page.checkEnd(&cursor)
  }

  /// Returns false when the limit has left items out.
  private mutating func passItems(limit: Int) throws(JSONError) -> Bool {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.skip(UInt8(ascii: "]")) { return true }
    repeat {
      guard count < limit else { return false }
      _ = cursor.peek()
      keptFrom = cursor.position
      try passMap(depth: 0)
      copyKept()
      lines.append(UInt8(ascii: "\n"))
      count += 1
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
    return true
  }

  /// An item, or the value of an `M`: names with typed values.
  private mutating func passMap(depth: Int) throws(JSONError) {
    try checkDepth(depth)
    try keep(UInt8(ascii: "{"))
    if try keepIfNext(UInt8(ascii: "}")) { return }
    repeat {
      try keepString()
      let colon = cursor.position
      if cursor.skipColonAndStringType() {
        if form == .plain { drop(from: colon + 1) }
        try keepString()
        try passTypeEnd()
      } else {
        try keep(UInt8(ascii: ":"))
        try passTyped(depth: depth + 1)
      }
    } while try keepIfNext(UInt8(ascii: ","))
    try keep(UInt8(ascii: "}"))
  }

  /// `{"S":"…"}` and its like.
  private mutating func passTyped(depth: Int) throws(JSONError) {
    try passValue(of: try passType(), depth: depth)
    try passTypeEnd()
  }

  private mutating func passTypeEnd() throws(JSONError) {
    dropWhiteSpace()
    let end = cursor.position
    try keep(UInt8(ascii: "}"))
    if form == .plain { drop(from: end) }
  }

  /// `{"S":` and its like. Where white space stands in it, a part of it is copied already when it is dropped.
  private mutating func passType() throws(JSONError) -> AttributeType? {
    if form == .plain { drop(from: cursor.position) }
    let kept = lines.count
    try keep(UInt8(ascii: "{"))
    let type = AttributeType(try keepString(), in: cursor)
    try keep(UInt8(ascii: ":"))
    if form == .plain {
      lines.removeLast(lines.count - kept)
      keptFrom = cursor.position
    }
    return type
  }

  private mutating func passValue(of type: AttributeType?, depth: Int) throws(JSONError) {
    switch type {
    case .string, .binary: try keepString()
    case .number: try passNumber()
    case .bool: try passBool()
    case .null: try passNull()
    case .stringSet, .binarySet: try passArray { walker throws(JSONError) in _ = try walker.keepString() }
    case .numberSet: try passArray { walker throws(JSONError) in try walker.passNumber() }
    case .list:
      try checkDepth(depth)
      try passArray { walker throws(JSONError) in try walker.passTyped(depth: depth + 1) }
    case .map: try passMap(depth: depth)
    case nil: throw cursor.error("a type of DynamoDB's before this")
    }
  }

  private mutating func passArray(
    _ passElement: (inout ItemTranscoder) throws(JSONError) -> Void
  ) throws(JSONError) {
    try keep(UInt8(ascii: "["))
    if try keepIfNext(UInt8(ascii: "]")) { return }
    repeat { try passElement(&self) } while try keepIfNext(UInt8(ascii: ","))
    try keep(UInt8(ascii: "]"))
  }

  /// A number travels as text; it must be one that JSON has too.
  private mutating func passNumber() throws(JSONError) {
    dropWhiteSpace()
    let quote = cursor.position
    let content = try keepString()
    guard JSONNumber.end(in: cursor.bytes, from: content.lowerBound) == content.upperBound else {
      throw cursor.error("a number before this")
    }
    guard form == .plain else { return }
    copyKept(upTo: quote)
    lines.append(content, of: cursor.bytes)
    keptFrom = cursor.position
  }

  private mutating func passBool() throws(JSONError) {
    dropWhiteSpace()
    try cursor.word(cursor.peek() == UInt8(ascii: "t") ? "true" : "false")
  }

  private mutating func passNull() throws(JSONError) {
    dropWhiteSpace()
    let start = cursor.position
    try cursor.word("true")
    guard form == .plain else { return }
    drop(from: start)
    lines.append(contentsOf: "null".utf8)
  }

  private func checkDepth(_ depth: Int) throws(JSONError) {
    guard depth < Self.maximumDepth else { throw cursor.error("at most \(Self.maximumDepth) levels") }
  }
}

// MARK: - Keeping and dropping

extension ItemTranscoder {
  private mutating func keep(_ byte: UInt8) throws(JSONError) {
    dropWhiteSpace()
    try cursor.expect(byte)
  }

  private mutating func keepIfNext(_ byte: UInt8) throws(JSONError) -> Bool {
    dropWhiteSpace()
    return cursor.skip(byte)
  }

  @discardableResult
  private mutating func keepString() throws(JSONError) -> Range<Int> {
    dropWhiteSpace()
    return try cursor.string()
  }

  @inline(__always)
  private mutating func dropWhiteSpace() {
    guard cursor.mayBeAtWhiteSpace else { return }
    let start = cursor.position
    _ = cursor.peek()
    if cursor.position > start { drop(from: start) }
  }

  /// Leaves out what stands between `start` and the cursor.
  private mutating func drop(from start: Int) {
    copyKept(upTo: start)
    keptFrom = cursor.position
  }

  private mutating func copyKept() {
    copyKept(upTo: cursor.position)
  }

  private mutating func copyKept(upTo end: Int) {
    if keptFrom < end { lines.append(keptFrom..<end, of: cursor.bytes) }
  }
}

/// The types of DynamoDB's attribute values, by their names on the wire.
private enum AttributeType {
  case string, number, binary, bool, null, stringSet, numberSet, binarySet, list, map

  @inline(__always)
  init?(_ name: Range<Int>, in cursor: borrowing JSONCursor) {
    guard let first = name.first else { return nil }
    let isSet = name.count == 2 && cursor.bytes[first + 1] == UInt8(ascii: "S")
    switch (name.count, cursor.bytes[first]) {
    case (1, UInt8(ascii: "S")): self = .string
    case (1, UInt8(ascii: "N")): self = .number
    case (1, UInt8(ascii: "B")): self = .binary
    case (1, UInt8(ascii: "L")): self = .list
    case (1, UInt8(ascii: "M")): self = .map
    case (2, UInt8(ascii: "S")) where isSet: self = .stringSet
    case (2, UInt8(ascii: "N")) where isSet: self = .numberSet
    case (2, UInt8(ascii: "B")) where isSet: self = .binarySet
    case (4, UInt8(ascii: "B")) where cursor.bytes.holds("BOOL".utf8, at: first): self = .bool
    case (4, UInt8(ascii: "N")) where cursor.bytes.holds("NULL".utf8, at: first): self = .null
    default: return nil
    }
  }
}
