import Toolkit

/// The rows of a conversation that is seeded, with the attributes and keys that Cruddur's `lib/ddb.py` reads.
package struct ConversationRows: Sendable {
  /// The moment and the message of the group rows.
  package enum GroupRows: Sendable {
    /// As the week-5 script writes them: a filler message, at the moment of the first message.
    case asInWeek5
    /// The last message: its index, from 0, and its text. The stream function would write the same.
    case lastMessage(index: Int, text: String)
  }

  package let group: MessageGroupID
  /// The user who is `Person 1`.
  let mine: User
  /// The user who is `Person 2`.
  let other: User
  /// The moment of the first message.
  let start: Timestamp
  /// The two group rows: each user's row names the other user.
  package let groups: [TableRow]

  package init(
    group: MessageGroupID,
    mine: User,
    other: User,
    start: Timestamp,
    groupRows: GroupRows = .asInWeek5
  ) {
    self.group = group
    self.mine = mine
    self.other = other
    self.start = start
    let (moment, text) =
      switch groupRows {
      case .asInWeek5: (start, Self.filler)
      case .lastMessage(let index, let text): (start.adding(minutes: index), text)
      }
    groups = [(mine, other), (other, mine)].map { owner, partner in
      MessageGroup(
        owner: owner.uuid,
        id: group.description,
        lastSentAt: moment.iso8601,
        partner: partner,
        lastMessage: text
      ).row
    }
  }

  /// The message that the week-5 script writes into a group row.
  private static let filler = "this is a filler message"

  /// The row of a line of the conversation: line `index`, from 0, is `index` minutes after the start.
  package func message(_ line: ConversationLine, at index: Int) -> TableRow {
    let sender = line.speaker == .mine ? mine : other
    let sortKey = start.adding(minutes: index).iso8601
    return TableRow(
      partitionKey: MessagesTable.messages(of: group.description),
      sortKey: sortKey,
      attributes: [
        (MessagesTable.Attribute.messageUUID, group.messageID(sortKey: sortKey)),
        (MessagesTable.Attribute.message, line.message),
      ] + sender.attributes
    )
  }
}
