import AWS
import Cruddur

extension TableName {
  /// Cruddur's messages.
  package static let messages = TableName(unchecked: MessagesTable.name)
}
