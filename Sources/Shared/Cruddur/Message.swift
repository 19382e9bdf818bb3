/// A message of a conversation: a row `MSG#<group>` of the messages table.
package struct Message: Sendable, Equatable {
  /// The group's id, as the table has it.
  package let group: String
  package let uuid: String
  /// When it was written, as its sort key has it.
  package let sentAt: String
  package let sender: User
  package let text: String

  package init(group: String, uuid: String, sentAt: String, sender: User, text: String) {
    self.group = group
    self.uuid = uuid
    self.sentAt = sentAt
    self.sender = sender
    self.text = text
  }

  /// The row, as `lib/ddb.py` writes it.
  package var row: TableRow {
    TableRow(
      partitionKey: MessagesTable.messages(of: group),
      sortKey: sentAt,
      attributes: [
        (MessagesTable.Attribute.message, text), (MessagesTable.Attribute.messageUUID, uuid),
      ] + sender.attributes
    )
  }

  /// Reads a row; nil where it is not a message.
  ///
  /// - Parameter text: The text of an attribute; nil where the row has none of that name.
  package init?(_ text: (_ attribute: String) -> String?) {
    guard let key = text(MessagesTable.Attribute.partitionKey), key.hasPrefix(MessagesTable.messagePrefix),
      let sentAt = text(MessagesTable.Attribute.sortKey), let words = text(MessagesTable.Attribute.message),
      let uuid = text(MessagesTable.Attribute.messageUUID), let sender = User(text)
    else { return nil }
    self.init(
      group: String(key.dropFirst(MessagesTable.messagePrefix.count)),
      uuid: uuid,
      sentAt: sentAt,
      sender: sender,
      text: words
    )
  }
}
