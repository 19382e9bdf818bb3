import AWS
import Cruddur

extension Item {
  /// A row of the messages table, encoded for a batch of writes.
  package init(_ row: TableRow) {
    self.init(partitionKey: row.partitionKey, sortKey: row.sortKey) { item in
      for (name, value) in row.attributes { item.add(name, value: value) }
    }
  }
}

extension TableRow {
  /// As an item in DynamoDB's JSON, for an action of a transaction.
  package var item: JSONObject {
    let keys = [
      (name: MessagesTable.Attribute.partitionKey, value: partitionKey),
      (name: MessagesTable.Attribute.sortKey, value: sortKey),
    ]
    return JSONObject((keys + attributes).map { .init(name: $0.name, value: ["S": .string($0.value)]) })
  }
}
