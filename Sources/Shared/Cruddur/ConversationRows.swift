import Toolkit

/// The rows of a conversation that is seeded, with the attributes and keys that Cruddur's `lib/ddb.py` reads.
package struct ConversationRows: Sendable {
  let group: MessageGroupID
  /// Who writes `Person 1: …`.
  let mine: User
  /// Who writes `Person 2: …`.
  let other: User
  /// The moment of the group rows and of the first message.
  let start: Timestamp

  package init(group: MessageGroupID, mine: User, other: User, start: Timestamp) {
    self.group = group
    self.mine = mine
    self.other = other
    self.start = start
  }

  /// The message that the script puts into a group row.
  private static let filler = "this is a filler message"

  /// The two rows by which each user finds the conversation, naming the other one.
  package var groups: [TableRow] {
    [(mine, other), (other, mine)].map { owner, partner in
      TableRow(
        partitionKey: MessagesTable.groups(of: owner.uuid),
        sortKey: start.iso8601,
        attributes: [
          (MessagesTable.Attribute.messageGroupUUID, group.description),
          (MessagesTable.Attribute.message, Self.filler),
        ] + partner.attributes
      )
    }
  }

  /// The row of a line of the conversation: line `index`, from 0, is `index` minutes after the start.
  package func message(_ line: ConversationLine, at index: Int) -> TableRow {
    let sender = line.speaker == .mine ? mine : other
    let sortKey = start.adding(minutes: index).iso8601
    return TableRow(
      partitionKey: MessagesTable.messages(of: group),
      sortKey: sortKey,
      attributes: [
        (MessagesTable.Attribute.messageUUID, group.messageID(sortKey: sortKey)),
        (MessagesTable.Attribute.message, line.message),
      ] + sender.attributes
    )
  }
}
