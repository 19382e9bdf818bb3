import AWS
import Cruddur

extension Item {
  /// A row of the messages table, ready to be sent.
  package init(_ row: TableRow) {
    self.init(partitionKey: row.partitionKey, sortKey: row.sortKey) { item in
      for (name, value) in row.attributes { item.add(name, value: value) }
    }
  }
}
