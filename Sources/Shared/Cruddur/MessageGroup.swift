/// A conversation as one of its two users sees it: a row `GRP#<user>` of the messages table.
package struct MessageGroup: Sendable, Equatable {
  /// The uuid of the user whose row it is.
  package let owner: String
  /// The group's id, as the table has it.
  package let id: String
  /// When the group's last message was written, as the row's sort key has it.
  package let lastSentAt: String
  package let partner: User
  /// The group's last message.
  package let lastMessage: String

  package init(owner: String, id: String, lastSentAt: String, partner: User, lastMessage: String) {
    self.owner = owner
    self.id = id
    self.lastSentAt = lastSentAt
    self.partner = partner
    self.lastMessage = lastMessage
  }

  /// The row, as `lib/ddb.py` writes it.
  package var row: TableRow {
    TableRow(
      partitionKey: MessagesTable.groups(of: owner),
      sortKey: lastSentAt,
      attributes: [
        (MessagesTable.Attribute.messageGroupUUID, id), (MessagesTable.Attribute.message, lastMessage),
      ] + partner.attributes
    )
  }

  /// Reads a row; nil where it is not a user's row of a group.
  ///
  /// - Parameter text: The text of an attribute; nil where the row has none of that name.
  package init?(_ text: (_ attribute: String) -> String?) {
    guard let key = text(MessagesTable.Attribute.partitionKey), key.hasPrefix(MessagesTable.groupPrefix),
      let lastSentAt = text(MessagesTable.Attribute.sortKey),
      let id = text(MessagesTable.Attribute.messageGroupUUID),
      let lastMessage = text(MessagesTable.Attribute.message), let partner = User(text)
    else { return nil }
    self.init(
      owner: String(key.dropFirst(MessagesTable.groupPrefix.count)),
      id: id,
      lastSentAt: lastSentAt,
      partner: partner,
      lastMessage: lastMessage
    )
  }
}
