import Toolkit

/// How an item is printed. In both forms text is UTF-8: unneeded escapes (`\u00e9`, `\/`) are resolved.
package enum ItemForm: Sendable {
  /// `{"age":3}`: sets as arrays, binary as base64 text, numbers as DynamoDB writes them, whatever was
  /// stored.
  case plain
  /// `{"age":{"N":"3"}}`: as received, without white space.
  case typed
}

/// Converts a page's items from DynamoDB's JSON to lines, one item each, from bytes to bytes.
///
/// The lines are the page without white space and, in the plain form, without the types, so attributes keep
/// their order. Everything is checked: anything but DynamoDB's JSON is an error, never a wrong line.
struct ItemTranscoder: ~Escapable {
  /// DynamoDB nests 32 levels.
  private static let maximumDepth = 64

  private var copier: JSONCopier
  private let form: ItemForm
  private(set) var count = 0
  /// The unreadable item before which the lines end; nil where there is none.
  private(set) var unreadable: UnreadableItem?

  /// The converted items, each with its line end.
  var lines: [UInt8] { copier.output }

  /// - Parameters:
  ///   - limit: Where to stop, in items.
  ///   - buffer: Memory for the lines, reused from page to page; its content is replaced.
  /// - Throws: `JSONError` at the first byte that is wrong, unless it is within an item that can be named.
  @_lifetime(borrow page)
  init(
    _ page: borrowing ScanPage,
    form: ItemForm,
    limit: Int = .max,
    buffer: consuming [UInt8] = []
  ) throws(JSONError) {
    try page.bytes.span.checkUTF8()
    buffer.removeAll(keepingCapacity: true)
    buffer.reserveCapacity(page.bytes.count - page.itemsStart)
    copier = JSONCopier(JSONCursor(page.bytes.span, at: page.itemsStart), output: buffer)
    self.form = form
    guard try passItems(of: page, limit: limit) else { return }
    guard count == page.count else {
      throw JSONError(offset: page.itemsStart, expected: "\(page.count) items, not \(count)")
    }
    try page.checkEnd(&copier.cursor)
  }

  /// Returns false when there may be more items: after the limit, or from an unreadable one on.
  private mutating func passItems(of page: borrowing ScanPage, limit: Int) throws(JSONError) -> Bool {
    try copier.drop(UInt8(ascii: "["))
    if try copier.dropIfNext(UInt8(ascii: "]")) { return true }
    repeat {
      guard count < limit else { return false }
      guard try passItem(of: page) else { return false }
      count += 1
    } while try copier.dropIfNext(UInt8(ascii: ","))
    try copier.drop(UInt8(ascii: "]"))
    return true
  }

  /// Returns false for an item that cannot be read, of which nothing is then in the lines.
  private mutating func passItem(of page: borrowing ScanPage) throws(JSONError) -> Bool {
    copier.dropWhiteSpace()
    let (start, whole) = (copier.cursor.position, copier.output.count)
    do {
      try passMap(depth: 0)
    } catch {
      guard let item = UnreadableItem(at: start, of: page, error: error) else { throw error }
      copier.cutOutput(to: whole)
      unreadable = item
      return false
    }
    copier.endRun()
    copier.output.append(UInt8(ascii: "\n"))
    return true
  }

  /// An item, or the value of an `M`: names with typed values.
  private mutating func passMap(depth: Int) throws(JSONError) {
    try checkDepth(depth)
    try copier.keep(UInt8(ascii: "{"))
    if try copier.keepIfNext(UInt8(ascii: "}")) { return }
    repeat {
      try copier.keepString()
      if copier.passStringType(keepsType: form == .typed) {
        try copier.keepString()
        try passTypeEnd()
      } else {
        try copier.keep(UInt8(ascii: ":"))
        try passTyped(depth: depth + 1)
      }
    } while try copier.keepIfNext(UInt8(ascii: ","))
    try copier.keep(UInt8(ascii: "}"))
  }

  /// `{"S":"…"}` and its like.
  private mutating func passTyped(depth: Int) throws(JSONError) {
    try passValue(of: try passType(), depth: depth)
    try passTypeEnd()
  }

  /// `{"S":` and its like.
  private mutating func passType() throws(JSONError) -> AttributeType? {
    let name: Range<Int>
    switch form {
    case .plain:
      try copier.drop(UInt8(ascii: "{"))
      name = try copier.dropString()
      try copier.drop(UInt8(ascii: ":"))
    case .typed:
      try copier.keep(UInt8(ascii: "{"))
      name = try copier.keepString()
      try copier.keep(UInt8(ascii: ":"))
    }
    return AttributeType(name, in: copier.cursor.bytes)
  }

  private mutating func passTypeEnd() throws(JSONError) {
    switch form {
    case .plain: try copier.drop(UInt8(ascii: "}"))
    case .typed: try copier.keep(UInt8(ascii: "}"))
    }
  }

  private mutating func passValue(of type: AttributeType?, depth: Int) throws(JSONError) {
    switch type {
    case .string, .binary: try copier.keepString()
    case .number: try passNumber()
    case .bool: try copier.keep(word: copier.peek() == UInt8(ascii: "t") ? "true" : "false")
    case .null: try passNull()
    case .stringSet, .binarySet:
      try passArray { walker throws(JSONError) in _ = try walker.copier.keepString() }
    case .numberSet: try passArray { walker throws(JSONError) in try walker.passNumber() }
    case .list:
      try checkDepth(depth)
      try passArray { walker throws(JSONError) in try walker.passTyped(depth: depth + 1) }
    case .map: try passMap(depth: depth)
    case nil: throw copier.cursor.error("a type of DynamoDB's before this")
    }
  }

  private mutating func passArray(
    _ passElement: (inout ItemTranscoder) throws(JSONError) -> Void
  ) throws(JSONError) {
    try copier.keep(UInt8(ascii: "["))
    if try copier.keepIfNext(UInt8(ascii: "]")) { return }
    repeat { try passElement(&self) } while try copier.keepIfNext(UInt8(ascii: ","))
    try copier.keep(UInt8(ascii: "]"))
  }

  /// Numbers are texts in DynamoDB's JSON.
  private mutating func passNumber() throws(JSONError) {
    let content = form == .plain ? try copier.dropString() : try copier.keepString()
    let bytes = copier.cursor.bytes
    guard let number = DecimalText(content, in: bytes) else {
      throw copier.cursor.error("a number before this")
    }
    if form == .plain { number.appendNormal(to: &copier.output, from: bytes) }
  }

  private mutating func passNull() throws(JSONError) {
    guard form == .plain else { return try copier.keep(word: "true") }
    try copier.drop(word: "true")
    copier.output.append(contentsOf: "null".utf8)
  }

  private func checkDepth(_ depth: Int) throws(JSONError) {
    guard depth < Self.maximumDepth else { throw copier.cursor.error("at most \(Self.maximumDepth) levels") }
  }
}
