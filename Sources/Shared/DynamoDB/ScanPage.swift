/// A page of a scan as it came over the wire, cut into what the next request needs and what is to be printed.
struct ScanPage: Sendable {
  let bytes: [UInt8]
  /// Where the array of items stands.
  let items: Range<Int>
  /// How many items DynamoDB says it holds.
  let count: Int
  /// Where the next page begins; nil on the last.
  let lastEvaluatedKey: JSONValue?

  /// Cuts a page up. What stands in `Items` is only passed over here; the transcoder reads and judges it.
  ///
  /// - Throws: `JSONError` when the answer has not the shape of a page.
  init(_ bytes: [UInt8]) throws(JSONError) {
    var cursor = JSONCursor(bytes)
    var items: Range<Int>?
    var count: Int?
    var key: JSONValue?
    try cursor.expect(UInt8(ascii: "{"))
    repeat {
      let name = try cursor.string()
      try cursor.expect(UInt8(ascii: ":"))
      let value = try cursor.value()
      switch String(decoding: bytes[name], as: UTF8.self) {
      case "Items": items = value
      case "Count": count = Int(String(decoding: bytes[value], as: UTF8.self))
      case "LastEvaluatedKey": key = try JSONValue(parsing: Array(bytes[value]))
      default: break
      }
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
    try cursor.end()
    guard let items, let count, count >= 0 else {
      throw JSONError(offset: 0, expected: "a page with Items and Count")
    }
    if let key, key.members?.isEmpty != false {
      throw JSONError(offset: 0, expected: "a LastEvaluatedKey with a key")
    }
    self.bytes = bytes
    self.items = items
    self.count = count
    lastEvaluatedKey = key
  }
}
