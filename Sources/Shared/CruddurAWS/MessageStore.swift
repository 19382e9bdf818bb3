import AWS
import Cruddur
import Toolkit

/// Cruddur's messages on DynamoDB: the access patterns of the messages table, for the tools and the stream
/// function.
package struct MessageStore: Sendable {
  let client: DynamoDBClient
  let table: TableName
  /// The clock of what is written.
  let clock: WallClock

  package init(_ client: DynamoDBClient, table: TableName, clock: WallClock = .system) {
    self.client = client
    self.table = table
    self.clock = clock
  }

  // MARK: - Reading

  /// A user's conversations, the one with the newest message first.
  ///
  /// - Parameters:
  ///   - limit: How many at most.
  ///   - sortKey: A condition on the moment; nil for all.
  package func groups(of user: String, limit: Int, sortKey: SortKeyCondition? = nil) async throws
    -> [MessageGroup]
  {
    try await newest(MessagesTable.groups(of: user), limit: limit, sortKey: sortKey) { MessageGroup($0) }
  }

  /// The newest messages of a group, the newest first.
  package func messages(of group: String, limit: Int, sortKey: SortKeyCondition? = nil) async throws
    -> [Message]
  {
    try await newest(MessagesTable.messages(of: group), limit: limit, sortKey: sortKey) { Message($0) }
  }

  /// The whole conversation of a group, the oldest message first.
  ///
  /// - Returns: The messages, and how many items among them are not messages.
  package func allMessages(of group: String) async throws -> (messages: [Message], others: Int) {
    let items = try await all([
      "KeyConditionExpression": "pk = :pk",
      "ExpressionAttributeValues": [":pk": ["S": .string(MessagesTable.messages(of: group))]],
    ])
    let messages = items.compactMap { item in Message { item.text($0) } }
    return (messages, items.count - messages.count)
  }

  /// The rows of both users of a group, by the index, which may lag behind writes.
  package func rows(ofGroup id: String) async throws -> [JSONValue] {
    try await all([
      "IndexName": .string(MessagesTable.groupIndex),
      "KeyConditionExpression": "message_group_uuid = :group",
      "ExpressionAttributeValues": [":group": ["S": .string(id)]],
    ])
  }

  /// A user's rows of a group, read consistently from the table.
  package func rows(ofGroup id: String, user: String) async throws -> [JSONValue] {
    try await all([
      "ConsistentRead": true, "KeyConditionExpression": "pk = :pk",
      "FilterExpression": "message_group_uuid = :group",
      "ExpressionAttributeValues": [
        ":pk": ["S": .string(MessagesTable.groups(of: user))], ":group": ["S": .string(id)],
      ],
    ])
  }

  /// Whether a user is one of a group's two.
  package func isMember(_ user: User, of group: String) async throws -> Bool {
    try await !rows(ofGroup: group, user: user.uuid).isEmpty
  }

  /// The first user's row of the conversation with the other one; nil where there is none.
  package func group(of user: String, with partner: String) async throws -> MessageGroup? {
    let rows = try await all([
      "ConsistentRead": true, "ScanIndexForward": false, "KeyConditionExpression": "pk = :pk",
      "FilterExpression": "user_uuid = :partner",
      "ExpressionAttributeValues": [
        ":pk": ["S": .string(MessagesTable.groups(of: user))], ":partner": ["S": .string(partner)],
      ],
    ])
    return rows.lazy.compactMap { item in MessageGroup { item.text($0) } }.first
  }

  /// Succeeds when the table answers.
  package func probe() async throws {
    let query: JSONObject = [
      "Limit": 1, "KeyConditionExpression": "pk = :pk",
      "ExpressionAttributeValues": [":pk": ["S": "HEALTH"]],
    ]
    _ = try await client.queryPage(query, of: table)
  }
}

// MARK: - Queries

extension MessageStore {
  private func all(_ query: JSONObject) async throws -> [JSONValue] {
    var items: [JSONValue] = []
    var position = PagePosition()
    repeat { items += try await client.queryPage(query, of: table, at: &position) } while !position.isAtEnd
    return items
  }

  /// The newest rows of a partition for which `read` is not nil, the newest first.
  private func newest<Row>(
    _ key: String,
    limit: Int,
    sortKey: SortKeyCondition?,
    read: ((String) -> String?) -> Row?
  ) async throws -> [Row] {
    let range = sortKey?.expression
    let query: JSONObject = [
      "ScanIndexForward": false, "Limit": .integer(limit),
      "KeyConditionExpression": .string("pk = :pk\(range.map { " AND \($0.text)" } ?? "")"),
      "ExpressionAttributeValues": .object([":pk": ["S": .string(key)]] + (range?.values ?? [:])),
    ]
    var rows: [Row] = []
    var position = PagePosition()
    repeat {
      let items = try await client.queryPage(query, of: table, at: &position)
      rows += items.compactMap { item in read { item.text($0) } }
    } while !position.isAtEnd && rows.count < limit
    return Array(rows.prefix(limit))
  }
}

extension JSONValue {
  /// The text of an attribute of an item in DynamoDB's JSON.
  package func text(_ attribute: String) -> String? { self[attribute]?["S"]?.string }
}
