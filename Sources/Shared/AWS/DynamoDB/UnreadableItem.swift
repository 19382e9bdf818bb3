import Toolkit

/// An item that is not DynamoDB's JSON, on a page that is otherwise valid JSON: its key, and what is wrong
/// with it.
struct UnreadableItem: Error {
  let error: JSONError
  /// Its key attributes, as far as they are there, in DynamoDB's JSON.
  let key: JSONValue
  /// The attribute that is wrong, and the beginning of its value as it came.
  let attribute: (name: String, value: String)?

  /// Finds out which item it is; nil where the page is not valid after it.
  ///
  /// - Parameter start: Where the item begins.
  init?(at start: Int, of page: borrowing ScanPage, error: JSONError) {
    var cursor = JSONCursor(page.bytes.span, at: start)
    guard let attributes = try? Self.attributes(&cursor),
      [UInt8(ascii: ","), UInt8(ascii: "]")].contains(cursor.peek())
    else { return nil }
    self.error = error
    let names = page.keyNames
    key = .object(
      attributes.filter { names.contains($0.name) }.compactMap { name, value in
        (try? JSONValue(parsing: Array(page.bytes[value]))).map { .init(name: name, value: $0) }
      }
    )
    attribute = attributes.first { error.offset <= $0.value.upperBound }.map { name, value in
      (name, String(decoding: page.bytes[value.prefix(Self.longestValue)], as: UTF8.self))
    }
  }

  /// As many bytes as may be needed to show the beginning of a value.
  private static let longestValue = 400

  /// An item's attributes with the ranges of their values, which are not parsed.
  private static func attributes(
    _ cursor: inout JSONCursor
  ) throws(JSONError) -> [(name: String, value: Range<Int>)] {
    var attributes: [(name: String, value: Range<Int>)] = []
    try cursor.expect(UInt8(ascii: "{"))
    if cursor.skip(UInt8(ascii: "}")) { return attributes }
    repeat {
      let name = try JSONValue.readString(&cursor)
      try cursor.expect(UInt8(ascii: ":"))
      _ = cursor.peek()
      let start = cursor.position
      try cursor.skipValue()
      attributes.append((name, start..<cursor.position))
    } while cursor.skip(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
    return attributes
  }
}

extension UnreadableItem {
  /// The error for the user: which item of `table`, which attribute, and how to see the item.
  func toolError(in table: TableName, aws: AWSClient) -> ToolError {
    let names = (key.members ?? []).map(\.name)
    let item = key.keyText(names).map { "the item \($0)" } ?? "an item"
    let what = attribute.map { "its attribute \"\($0.name.excerpt)\" is \($0.value.excerpt)" }
    return ToolError(
      .data,
      message: "\(item) of table \"\(table)\" cannot be read: \(what ?? error.description)",
      next: nextStep(in: table, aws: aws)
    )
  }

  /// Nil for a key that cannot be typed in a shell.
  private func nextStep(in table: TableName, aws: AWSClient) -> NextStep? {
    let text = key.text(.compact)
    guard key.members?.isEmpty == false, text == text.onOneLine, text.utf8.count <= 200 else { return nil }
    let words = ["--table-name", table.description, "--key", text]
    return .seeItem(aws.target.cliCommand("get-item", arguments: words))
  }
}
