import Toolkit

/// An attribute of a table's or an index's key.
package struct KeyAttribute: Sendable, Equatable, CustomStringConvertible {
  let name: String
  /// `HASH` for the partition key, `RANGE` for the sort key.
  let role: String
  /// `S`, `N` or `B`; `?` where it is not defined.
  let type: String

  package init(name: String, role: String, type: String) {
    self.name = name
    self.role = role
    self.type = type
  }

  /// `pk (HASH, S)`
  package var description: String { "\(name) (\(role), \(type))".onOneLine }
}

extension [KeyAttribute] {
  /// `pk (HASH, S) and sk (RANGE, S)`; for messages.
  package var text: String { isEmpty ? "none" : map(\.description).joined(separator: " and ") }
}

extension JSONValue {
  /// The key of a table, the partition key first, from a description or a CreateTable document.
  var keyAttributes: [KeyAttribute] { key(self) }

  /// The names of the table's indexes, each with its key.
  var indexKeys: [(name: String, key: [KeyAttribute])] {
    let indexes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"].flatMap { self[$0]?.array ?? [] }
    return indexes.compactMap { index in
      index["IndexName"]?.string.map { ($0, key(index)) }
    }
  }

  private func key(_ owner: JSONValue) -> [KeyAttribute] {
    let definitions = self["AttributeDefinitions"]?.array ?? []
    let attributes = (owner["KeySchema"]?.array ?? []).map { element in
      let name = element["AttributeName"]?.string ?? "?"
      let definition = definitions.first { $0["AttributeName"]?.string == name }
      return KeyAttribute(
        name: name,
        role: element["KeyType"]?.string ?? "?",
        type: definition?["AttributeType"]?.string ?? "?"
      )
    }
    // The answer may have the sort key first.
    return attributes.sorted { $0.role < $1.role }
  }
}
