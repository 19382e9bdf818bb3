import AWS
import Cruddur
import Toolkit

/// Cruddur's messages on DynamoDB: the access patterns of the messages table, for tools, stream function and API alike.
package struct MessageStore: Sendable {
  let client: DynamoDBClient
  let table: String
  /// Names the moments of what is written.
  private let clock: WallClock

  package init(_ client: DynamoDBClient, table: TableName, clock: WallClock = .system) {
    self.client = client
    self.table = table.description
    self.clock = clock
  }

  // MARK: - Reading

  /// A user's conversations, the one with the newest message first.
  ///
  /// - Parameters:
  ///   - limit: How many at most.
  ///   - prefix: What the rows' moments begin with, such as a year; nil for all.
  package func groups(of user: String, limit: Int, prefix: String? = nil) async throws -> [MessageGroup] {
    let key = MessagesTable.groups(of: user)
    return try await newest(key, limit: limit, prefix: prefix, before: nil) { MessageGroup($0) }
  }

  /// The newest messages of a group, the newest first.
  ///
  /// - Parameter before: Leaves out messages of this moment and later ones, as a sort key.
  package func messages(
    of group: String,
    limit: Int,
    prefix: String? = nil,
    before: String? = nil
  ) async throws -> [Message] {
    let key = MessagesTable.messagePrefix + group
    return try await newest(key, limit: limit, prefix: prefix, before: before) { Message($0) }
  }

  /// The rows of both users of a group, by the index, which may lag behind a write for a moment.
  package func rows(ofGroup id: String) async throws -> [JSONValue] {
    let query: [JSONValue.Member] = [
      .init(name: "IndexName", value: .string(MessagesTable.groupIndex)),
      .init(name: "KeyConditionExpression", value: "message_group_uuid = :group"),
      .init(name: "ExpressionAttributeValues", value: [":group": ["S": .string(id)]]),
    ]
    return try await all(query)
  }

  /// A user's rows of a group, read consistently from the table.
  package func rows(ofGroup id: String, user: String) async throws -> [JSONValue] {
    let query: [JSONValue.Member] = [
      .init(name: "ConsistentRead", value: true),
      .init(name: "KeyConditionExpression", value: "pk = :pk"),
      .init(name: "FilterExpression", value: "message_group_uuid = :group"),
      .init(
        name: "ExpressionAttributeValues",
        value: [":pk": ["S": .string(MessagesTable.groups(of: user))], ":group": ["S": .string(id)]]
      ),
    ]
    return try await all(query)
  }

  /// The conversation that two users have, as the first of them sees it; nil where there is none.
  package func group(of user: String, with partner: String) async throws -> MessageGroup? {
    let query: [JSONValue.Member] = [
      .init(name: "ConsistentRead", value: true),
      .init(name: "ScanIndexForward", value: false),
      .init(name: "KeyConditionExpression", value: "pk = :pk"),
      .init(name: "FilterExpression", value: "user_uuid = :partner"),
      .init(
        name: "ExpressionAttributeValues",
        value: [":pk": ["S": .string(MessagesTable.groups(of: user))], ":partner": ["S": .string(partner)]]
      ),
    ]
    return try await all(query).lazy.compactMap { item in MessageGroup { item.text($0) } }.first
  }

  // MARK: - Writing

  /// Writes a message into a group.
  package func send(_ text: String, from sender: User, to group: String, uuid: String) async throws -> Message
  {
    var moment = clock.now()
    while true {
      let message = Message(group: group, uuid: uuid, sentAt: moment.iso8601, sender: sender, text: text)
      do {
        // Two messages of one microsecond would be one item. A repetition of this very request is not another message.
        try await client.putItem(
          Item(message.row),
          into: table,
          condition: "attribute_not_exists(pk)"
        )
        return message
      } catch let error as ToolError where error.isService("ConditionalCheckFailedException") {
        let own = try await messages(of: group, limit: 1, prefix: message.sentAt)
        if own.first?.uuid == uuid { return message }
        moment = Timestamp(microseconds: moment.microseconds + 1)
      }
    }
  }

  /// Begins a conversation of two users with its first message: all three rows, or none.
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
    let moment = clock.now().iso8601
    let message = Message(group: id, uuid: uuid, sentAt: moment, sender: sender, text: text)
    let groups = [(sender, receiver), (receiver, sender)].map { owner, partner in
      MessageGroup(owner: owner.uuid, id: id, lastSentAt: moment, partner: partner, lastMessage: text)
    }
    let actions = (groups.map(\.row) + [message.row]).map { row in
      DynamoDBClient.Action(
        .put(row.members),
        key: .init(partition: row.partitionKey, sort: row.sortKey),
        condition: "attribute_not_exists(pk)"
      )
    }
    try await client.transact(actions, in: table, token: uuid)
    return message
  }
}

extension MessageStore {
  /// Performs all actions on rows of the table, or none; see `DynamoDBClient.transact`.
  func transact(_ actions: [DynamoDBClient.Action], token: String) async throws {
    try await client.transact(actions, in: table, token: token)
  }
}

// MARK: - Queries

extension MessageStore {
  private func all(_ query: [JSONValue.Member]) async throws -> [JSONValue] {
    var items: [JSONValue] = []
    var start: JSONValue?
    repeat {
      let page = try await client.queryPage(query, of: table, from: start)
      items += page.items
      start = page.next
    } while start != nil
    return items
  }

  /// The newest rows of a partition that `read` understands, the newest first.
  private func newest<Row>(
    _ key: String,
    limit: Int,
    prefix: String?,
    before: String?,
    read: ((String) -> String?) -> Row?
  ) async throws -> [Row] {
    var condition = "pk = :pk"
    var values = [JSONValue.Member(name: ":pk", value: ["S": .string(key)])]
    if let prefix {
      condition += " AND begins_with(sk, :prefix)"
      values.append(.init(name: ":prefix", value: ["S": .string(prefix)]))
    } else if let before {
      condition += " AND sk < :before"
      values.append(.init(name: ":before", value: ["S": .string(before)]))
    }
    let query: [JSONValue.Member] = [
      .init(name: "ScanIndexForward", value: false), .init(name: "Limit", value: .number(String(limit))),
      .init(name: "KeyConditionExpression", value: .string(condition)),
      .init(name: "ExpressionAttributeValues", value: .object(values)),
    ]
    var rows: [Row] = []
    var start: JSONValue?
    repeat {
      let page = try await client.queryPage(query, of: table, from: start)
      rows += page.items.compactMap { item in read { item.text($0) } }
      start = page.next
    } while start != nil && rows.count < limit
    return Array(rows.prefix(limit))
  }
}

extension JSONValue {
  /// The text of an attribute of an item in DynamoDB's JSON.
  package func text(_ attribute: String) -> String? { self[attribute]?["S"]?.string }
}

extension TableRow {
  /// As members of an item in DynamoDB's JSON.
  package var members: [JSONValue.Member] {
    let keys = [
      (name: MessagesTable.Attribute.partitionKey, value: partitionKey),
      (name: MessagesTable.Attribute.sortKey, value: sortKey),
    ]
    return (keys + attributes).map { .init(name: $0.name, value: ["S": .string($0.value)]) }
  }
}
