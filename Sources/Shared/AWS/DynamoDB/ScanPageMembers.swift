import Toolkit

/// The members of a scan page other than its items.
struct ScanPageMembers {
  private(set) var count: Int?
  /// Where the next page begins; `.null` for an empty key: then there is no next page. Source: Amazon
  /// DynamoDB API Reference, Scan: "If LastEvaluatedKey is empty, then the 'last page' of results has been
  /// processed"; servers write that as `{}` and `null` too.
  private(set) var lastEvaluatedKey: JSONValue?

  /// Reads a member; returns false, with the cursor before the value, when it is `Items`.
  mutating func readMember(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
    let name = try JSONValue.readString(&cursor)
    try cursor.expect(UInt8(ascii: ":"))
    switch name {
    case "Items": return false
    case "Count": count = try Self.readCount(&cursor)
    case "LastEvaluatedKey": lastEvaluatedKey = try Self.readKey(&cursor)
    default: try cursor.skipValue()
    }
    return true
  }

  private static func readCount(_ cursor: inout JSONCursor) throws(JSONError) -> Int {
    guard let count = Int(cursor.text(try cursor.number())), count >= 0 else {
      throw cursor.error("a count before this")
    }
    return count
  }

  private static func readKey(_ cursor: inout JSONCursor) throws(JSONError) -> JSONValue {
    switch cursor.peek() {
    case UInt8(ascii: "n"): try cursor.word("null")
    case UInt8(ascii: "\""):
      guard try cursor.string().isEmpty else { throw cursor.error("a key before this") }
    default: return try readKeyAttributes(&cursor)
    }
    return .null
  }

  /// Key attributes are texts, numbers or binary.
  private static func readKeyAttributes(_ cursor: inout JSONCursor) throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    try cursor.expect(UInt8(ascii: "{"))
    if cursor.skip(UInt8(ascii: "}")) { return .null }
    repeat {
      let name = try JSONValue.readString(&cursor)
      try cursor.expect(UInt8(ascii: ":"))
      try cursor.expect(UInt8(ascii: "{"))
      let type = try JSONValue.readString(&cursor)
      guard ["S", "N", "B"].contains(type) else { throw cursor.error("the type of a key before this") }
      try cursor.expect(UInt8(ascii: ":"))
      members.append(.init(name: name, value: [type: .string(try JSONValue.readString(&cursor))]))
      try cursor.expect(UInt8(ascii: "}"))
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
    return .object(members)
  }
}

// MARK: - Found from the end

// A name between bare quotes and before a colon is a member's: within a string its quotes would be escaped.
// An item may have an attribute of the name, but the value of an attribute is `{"S":…}` or the like, which is
// neither a number nor a key, nor empty.

extension ScanPageMembers {
  static func lastCount(in bytes: Span<UInt8>, from start: Int) -> Int? {
    last("Count", in: bytes, from: start) { cursor throws(JSONError) in try readCount(&cursor) }
  }

  static func lastKey(in bytes: Span<UInt8>, from start: Int) -> JSONValue? {
    last("LastEvaluatedKey", in: bytes, from: start) { cursor throws(JSONError) in try readKey(&cursor) }
  }

  private static func last<Value>(
    _ name: String,
    in bytes: Span<UInt8>,
    from start: Int,
    read: (inout JSONCursor) throws(JSONError) -> Value
  ) -> Value? {
    let token = Array("\"\(name)\"".utf8)
    for position in stride(from: bytes.count - token.count, through: start, by: -1)
    where bytes[position] == UInt8(ascii: "\"") && bytes.holds(token, at: position) {
      var cursor = JSONCursor(bytes, at: position + token.count)
      if cursor.skip(UInt8(ascii: ":")), let value = try? read(&cursor) { return value }
    }
    return nil
  }
}
