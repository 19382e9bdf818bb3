import Toolkit

/// A page of a scan as it was received: the key for the next request, and where the items are.
struct ScanPage: Sendable {
  let bytes: [UInt8]
  /// Where the array of items begins.
  let itemsStart: Int
  /// How many items DynamoDB says it holds.
  let count: Int
  /// Where the next page begins; nil on the last.
  var lastEvaluatedKey: JSONValue? { namedKey == .null ? nil : namedKey }
  /// The same in DynamoDB's JSON as it was received.
  private let namedKey: JSONValue?
  /// The members before the items.
  private let head: ScanPageMembers

  /// The table's key attributes, as far as is known.
  var keyNames: [String] { lastEvaluatedKey?.members?.map(\.name) ?? JSONValue.usualKey }

  /// Finds the parts of a page without parsing its items, which takes as long as printing them: the members
  /// after the items are found from the end. Code that parses the items calls `checkEnd` to verify that.
  ///
  /// - Throws: `JSONError` when the answer does not begin like a page, or has no count.
  init(_ bytes: [UInt8]) throws(JSONError) {
    var cursor = JSONCursor(bytes.span)
    var head = ScanPageMembers()
    try cursor.expect(UInt8(ascii: "{"))
    while try head.readMember(&cursor) { try cursor.expect(UInt8(ascii: ",")) }
    itemsStart = cursor.position
    guard let count = head.count ?? ScanPageMembers.lastCount(in: bytes.span, from: itemsStart) else {
      throw JSONError(offset: 0, expected: "a page with Items and Count")
    }
    self.head = head
    self.count = count
    namedKey = head.lastEvaluatedKey ?? ScanPageMembers.lastKey(in: bytes.span, from: itemsStart)
    self.bytes = bytes
  }

  /// Parses the members after the items.
  ///
  /// - Throws: `JSONError` when they are not the end of a page, or not what was found from the end.
  func checkEnd(_ cursor: inout JSONCursor) throws(JSONError) {
    var end = ScanPageMembers()
    while cursor.skip(UInt8(ascii: ",")) {
      guard try end.readMember(&cursor) else { throw cursor.error("Items only once") }
    }
    try cursor.expect(UInt8(ascii: "}"))
    try cursor.end()
    guard end.count ?? head.count == count, end.lastEvaluatedKey ?? head.lastEvaluatedKey == namedKey
    else {
      throw cursor.error("one Count and one LastEvaluatedKey")
    }
  }
}
