import Toolkit

/// An item of text attributes, ready to be sent: its key, and its document in DynamoDB's JSON.
package struct Item: Sendable {
  /// The item's key.
  package struct Key: Sendable, Hashable {
    package let partition: String
    package let sort: String

    package init(partition: String, sort: String) {
      self.partition = partition
      self.sort = sort
    }
  }

  package let key: Key
  /// `{"pk":{"S":"…"},…}`
  package private(set) var document: [UInt8] = []
  /// What DynamoDB counts against its limit of 400 KB: names and values in UTF-8.
  package private(set) var size = 0

  /// Source: Amazon DynamoDB Developer Guide, "Item size".
  package static let maximumSize = 400 << 10

  /// - Parameter attributes: Adds the attributes other than the key.
  package init(partitionKey: String, sortKey: String, attributes: (inout Item) -> Void) {
    key = Key(partition: partitionKey, sort: sortKey)
    add("pk", value: partitionKey)
    add("sk", value: sortKey)
    attributes(&self)
    document.append(UInt8(ascii: "}"))
  }

  /// An item of attributes of any type.
  ///
  /// - Parameter document: `{"pk":{"S":"…"},…}`
  init(key: Key, document: [UInt8]) {
    self.key = key
    self.document = document
    size = document.count
  }

  /// Adds an attribute of type `S`.
  package mutating func add(_ name: String, value: String) {
    document.append(UInt8(ascii: document.isEmpty ? "{" : ","))
    document.appendJSONString(name)
    document.append(contentsOf: #":{"S":"#.utf8)
    document.appendJSONString(value)
    document.append(UInt8(ascii: "}"))
    size += name.utf8.count + value.utf8.count
  }
}
