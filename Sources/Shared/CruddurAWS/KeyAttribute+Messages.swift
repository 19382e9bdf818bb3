import AWS
import Cruddur

extension [KeyAttribute] {
  /// The key of the messages table.
  package static let messages = [
    KeyAttribute(name: MessagesTable.Attribute.partitionKey, role: "HASH", type: "S"),
    KeyAttribute(name: MessagesTable.Attribute.sortKey, role: "RANGE", type: "S"),
  ]
}
