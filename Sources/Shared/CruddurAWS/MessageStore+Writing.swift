import AWS
import Cruddur
import FoundationEssentials
import Toolkit

extension MessageStore {
  /// A random id for a message or a group, written as the week's scripts write it.
  package static func newID() -> String { UUID().uuidString.lowercased() }

  /// Writes a message into a group.
  ///
  /// - Parameter key: With one the message is written once, however often the request comes.
  /// - Returns: The message as the API gives it; for a repetition, the answer of the first request.
  /// - Throws: `ToolError`, or `IdempotencyKey.Reused`.
  package func send(
    _ text: String,
    from sender: User,
    to group: String,
    uuid: String = newID(),
    key: IdempotencyKey? = nil
  ) async throws -> JSONValue {
    try await atFreeMoment(uuid, key: key) { moment in
      let message = Message(group: group, uuid: uuid, sentAt: moment, sender: sender, text: text)
      return ([Self.creation(message)], message.created)
    }
  }

  /// Begins a conversation of two users with its first message, in one transaction.
  ///
  /// - Parameters:
  ///   - id: The new group's.
  ///   - uuid: The message's.
  ///   - key: As in `send`.
  /// - Returns: The group as the API gives it; for a repetition, the answer of the first request.
  /// - Throws: As `send`.
  package func createGroup(
    _ text: String,
    from sender: User,
    to receiver: User,
    id: String = newID(),
    uuid: String = newID(),
    key: IdempotencyKey? = nil
  ) async throws -> JSONValue {
    try await atFreeMoment(uuid, key: key) { moment in
      let message = Message(group: id, uuid: uuid, sentAt: moment, sender: sender, text: text)
      let groups = [(sender, receiver), (receiver, sender)].map { owner, partner in
        MessageGroup(owner: owner.uuid, id: id, lastSentAt: moment, partner: partner, lastMessage: text)
      }
      return (groups.map(Self.creation) + [Self.creation(message)], message.createdGroup)
    }
  }

  /// Performs all actions on rows of the table, or none; see `DynamoDBClient.transact`.
  func transact(_ actions: [DynamoDBClient.Action], seed: String) async throws {
    try await client.transact(actions, in: table, seed: seed)
  }

  /// What is written at a moment, and the answer to the caller.
  private typealias Writing = (_ moment: String) -> (actions: [DynamoDBClient.Action], answer: JSONValue)

  /// How many microseconds later a row is written at most: a server may refuse every moment.
  private static let furthestShift = 1_000

  /// Writes at the current moment. Two messages of one group, or two groups of one user, at the same
  /// microsecond would be one item: where there is an item already, the next microsecond is tried.
  private func atFreeMoment(_ write: String, key: IdempotencyKey?, writing: Writing) async throws -> JSONValue
  {
    let now = clock.now()
    var moment = now
    while true {
      let (actions, answer) = writing(moment.iso8601)
      do {
        try await perform(
          actions + [key?.record(answer, write: write, now: now)].compactMap(\.self),
          write: write
        )
        return answer
      } catch let error as ToolError
        where error.saysOccupied && moment.microseconds - now.microseconds < Self.furthestShift
      {
        if let earlier = try await key?.earlierAnswer(client, in: table) { return earlier }
        moment = Timestamp(microseconds: moment.microseconds + 1)
      }
    }
  }

  private func perform(_ actions: [DynamoDBClient.Action], write: String) async throws {
    if actions.count == 1 {
      try await client.perform(actions[0], in: table)
    } else {
      try await transact(actions, seed: write)
    }
  }

  /// When the answer is lost and the request is sent again, it finds its own row and succeeds.
  private static func creation(_ message: Message) -> DynamoDBClient.Action {
    creation(message.row, attribute: MessagesTable.Attribute.messageUUID, id: message.uuid)
  }

  private static func creation(_ group: MessageGroup) -> DynamoDBClient.Action {
    creation(group.row, attribute: MessagesTable.Attribute.messageGroupUUID, id: group.id)
  }

  private static func creation(_ row: TableRow, attribute: String, id: String) -> DynamoDBClient.Action {
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
