/// The part of a new message that its group's rows need: when it was written, and its text.
///
/// It needs fewer attributes than a `Message`: other programs that write to the table may leave some out.
package struct NewMessage: Sendable, Equatable {
  /// The group's id, as the table has it.
  package let group: String
  /// When it was written, as its sort key has it.
  package let sentAt: String
  package let text: String
  /// The uuid of the user who wrote it; nil where the row does not have it.
  package let sender: String?

  package init(group: String, sentAt: String, text: String, sender: String?) {
    self.group = group
    self.sentAt = sentAt
    self.text = text
    self.sender = sender
  }

  /// Reads a row; nil where it is not a message with a text.
  ///
  /// - Parameter text: The text of an attribute; nil where the row has none of that name.
  package init?(_ text: (_ attribute: String) -> String?) {
    guard let key = text(MessagesTable.Attribute.partitionKey), key.hasPrefix(MessagesTable.messagePrefix),
      let sentAt = text(MessagesTable.Attribute.sortKey), let words = text(MessagesTable.Attribute.message)
    else { return nil }
    self.init(
      group: String(key.dropFirst(MessagesTable.messagePrefix.count)),
      sentAt: sentAt,
      text: words,
      sender: text(MessagesTable.Attribute.userUUID)
    )
  }
}
