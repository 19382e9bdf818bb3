import AWS
import Cruddur

extension MessageLine {
  /// Reads an item in DynamoDB's JSON; nil when it is not a message.
  package init?(_ item: JSONValue) {
    func text(_ name: String) -> String? { item[name]?["S"]?.string }
    guard let handle = text(MessagesTable.Attribute.userHandle),
      let sortKey = text(MessagesTable.Attribute.sortKey),
      let message = text(MessagesTable.Attribute.message)
    else { return nil }
    self.init(handle: handle, sortKey: sortKey, message: message)
  }
}
