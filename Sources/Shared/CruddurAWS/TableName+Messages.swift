import AWS
import Cruddur

extension TableName {
  /// Cruddur's messages table.
  package static let messages = TableName(unchecked: MessagesTable.name)
}
