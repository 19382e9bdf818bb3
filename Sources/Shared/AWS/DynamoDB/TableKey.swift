import Toolkit

/// The key attributes of a table: their names and types (`S`, `N` or `B`), the partition key first.
package struct TableKey: Sendable, Equatable {
  package let attributes: [(name: String, type: String)]

  package init(_ attributes: [(name: String, type: String)]) {
    self.attributes = attributes
  }

  /// The key of the messages table, as `Item` has it.
  package static let usual = TableKey([("pk", "S"), ("sk", "S")])

  package static func == (left: TableKey, right: TableKey) -> Bool {
    left.text == right.text
  }

  /// `pk (S) and sk (S)`; for messages.
  package var text: String {
    attributes.map { "\($0.name.onOneLine) (\($0.type.onOneLine))" }.joined(separator: " and ")
  }

  /// The key of an item in DynamoDB's JSON; nil where it lacks a part.
  func key(of item: JSONValue) -> Item.Key? {
    let parts = attributes.map { attribute in
      let value = item[attribute.name]
      // Texts, the most frequent type, are used as they are.
      return attribute.type == "S" ? value?["S"]?.string : value?.text(.compact)
    }
    guard let partition = parts.first ?? nil, !parts.contains(nil) else { return nil }
    return Item.Key(partition: partition, sort: parts.count > 1 ? parts[1] ?? "" : "")
  }
}

extension TableKey {
  /// Nil for an empty key.
  fileprivate init?(_ key: [KeyAttribute]) {
    guard !key.isEmpty else { return nil }
    attributes = key.map { ($0.name, $0.type) }
  }
}

extension TableDescription {
  /// The table's key; nil where the description has none.
  package var tableKey: TableKey? { TableKey(key) }

  /// The key of an index; nil for an index that the table does not have.
  package func key(ofIndex name: String) -> TableKey? {
    value.indexKeys.first { $0.name == name }.flatMap { TableKey($0.key) }
  }
}
