import AWS
import Cruddur

extension MessageLine {
  /// Reads an item in DynamoDB's JSON; nil when it is not a message.
  package init?(_ item: JSONValue) {
    guard let handle = item.text(MessagesTable.Attribute.userHandle),
      let sortKey = item.text(MessagesTable.Attribute.sortKey),
      let message = item.text(MessagesTable.Attribute.message)
    else { return nil }
    self.init(handle: handle, sortKey: sortKey, message: message)
  }
}
