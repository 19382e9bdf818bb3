import AWS
import Cruddur
import Toolkit

extension MessageStore {
  /// Writes a message into a group.
  package func send(_ text: String, from sender: User, to group: String, uuid: String) async throws -> Message
  {
    try await atFreeMoment { moment in
      let message = Message(group: group, uuid: uuid, sentAt: moment, sender: sender, text: text)
      try await client.perform(Self.creation(message), in: table)
      return message
    }
  }

  /// Begins a conversation of two users with its first message, in one transaction.
  ///
  /// - Parameters:
  ///   - id: The new group's.
  ///   - uuid: The message's.
  package func createGroup(
    _ text: String,
    from sender: User,
    to receiver: User,
    id: String,
    uuid: String
  ) async throws -> Message {
    try await atFreeMoment { moment in
      let message = Message(group: id, uuid: uuid, sentAt: moment, sender: sender, text: text)
      let groups = [(sender, receiver), (receiver, sender)].map { owner, partner in
        MessageGroup(owner: owner.uuid, id: id, lastSentAt: moment, partner: partner, lastMessage: text)
      }
      try await transact(groups.map(Self.creation) + [Self.creation(message)], seed: uuid)
      return message
    }
  }

  /// Performs all actions on rows of the table, or none; see `DynamoDBClient.transact`.
  func transact(_ actions: [DynamoDBClient.Action], seed: String) async throws {
    try await client.transact(actions, in: table, seed: seed)
  }

  /// Two messages of one group, or two groups of one user, of one microsecond would be one item: the later
  /// one to come is written a microsecond later.
  private func atFreeMoment(_ write: (_ moment: String) async throws -> Message) async throws -> Message {
    var moment = clock.now()
    while true {
      do {
        return try await write(moment.iso8601)
      } catch let error as ToolError where error.saysOccupied {
        moment = Timestamp(microseconds: moment.microseconds + 1)
      }
    }
  }

  /// When the answer is lost and the request is sent again, it finds its own row and succeeds.
  private static func creation(_ message: Message) -> DynamoDBClient.Action {
    creation(message.row, MessagesTable.Attribute.messageUUID, message.uuid)
  }

  private static func creation(_ group: MessageGroup) -> DynamoDBClient.Action {
    creation(group.row, MessagesTable.Attribute.messageGroupUUID, group.id)
  }

  private static func creation(_ row: TableRow, _ attribute: String, _ id: String) -> DynamoDBClient.Action {
    DynamoDBClient.Action(
      .put(row.item),
      key: .init(partition: row.partitionKey, sort: row.sortKey),
      condition: "attribute_not_exists(pk) OR \(attribute) = :id",
      values: [(name: ":id", value: id)]
    )
  }
}

extension ToolError {
  /// Whether another row has the key of a row that was to be written.
  fileprivate var saysOccupied: Bool {
    guard case .service(let error) = code else { return false }
    return error.code == "ConditionalCheckFailedException"
      || error.code == "TransactionCanceledException"
        && error.cancellationReasons.contains("ConditionalCheckFailed")
  }
}
