/// The rows of the messages table, with the attributes and keys that Cruddur's `lib/ddb.py` reads.
package struct MessageItems: Sendable {
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
  package var groups: [Item] {
    [(mine, other), (other, mine)].map { owner, partner in
      Item(partitionKey: "GRP#\(owner.uuid)", sortKey: start.iso8601) { item in
        item.add("message_group_uuid", group.description)
        item.add("message", Self.filler)
        item.add("user_uuid", partner.uuid)
        item.add("user_display_name", partner.displayName)
        item.add("user_handle", partner.handle)
      }
    }
  }

  /// The row of a line of the conversation: line `index`, from 0, is `index` minutes after the start.
  package func message(_ line: ConversationLine, at index: Int) -> Item {
    let sender = line.speaker == .mine ? mine : other
    let sortKey = start.adding(minutes: index).iso8601
    return Item(partitionKey: "MSG#\(group)", sortKey: sortKey) { item in
      item.add("message_uuid", group.messageID(sortKey: sortKey))
      item.add("message", line.message)
      item.add("user_uuid", sender.uuid)
      item.add("user_display_name", sender.displayName)
      item.add("user_handle", sender.handle)
    }
  }
}
