import AWS
import Cruddur
import Toolkit

extension MessageStore {
  /// The sort key of a group's newest message, whatever else the row has; nil for a group without messages.
  package func newestMoment(ofGroup id: String) async throws -> String? {
    try await newestSortKey(of: MessagesTable.messages(of: id))
  }

  /// The sort key of a user's newest group, whatever else the row has; nil for a user without groups.
  package func newestMoment(ofGroupsOf user: String) async throws -> String? {
    try await newestSortKey(of: MessagesTable.groups(of: user))
  }

  private func newestSortKey(of partition: String) async throws -> String? {
    var position = PagePosition()
    return try await keys(of: partition, limit: 1, at: &position).first?.sort
  }

  /// Deletes a group: its messages and its users' group rows, also those of users who no longer exist.
  ///
  /// Group rows are found by the index, which may lag behind writes, and for the given users in the table
  /// itself. Memory is one page of keys, however many messages there are.
  ///
  /// - Parameters:
  ///   - users: The uuids of its users, as far as they are known.
  ///   - progress: Called with the number of rows deleted so far, and of how many, once that is known.
  /// - Returns: How many rows were deleted.
  package func erase(
    group id: String,
    users: [String],
    progress: (_ deleted: Int, _ total: Int?) -> Void = { _, _ in }
  ) async throws -> Int {
    var rows = try await rows(ofGroup: id)
    for user in users { rows += try await self.rows(ofGroup: id, user: user) }
    let groupRows = Set(rows.compactMap { Item.Key($0) })
      .filter { $0.partition.hasPrefix(MessagesTable.groupPrefix) }
    var deleted = 0
    var total: Int?
    func delete(_ keys: [Item.Key]) async throws {
      try await client.delete(keys, from: table) { count in
        deleted += count
        progress(deleted, total)
      }
    }
    try await delete(groupRows.sorted { ($0.partition, $0.sort) < ($1.partition, $1.sort) })
    var position = PagePosition()
    repeat {
      let keys = try await keys(of: MessagesTable.messages(of: id), limit: nil, at: &position)
      if position.isAtEnd { total = deleted + keys.count }
      try await delete(keys)
    } while !position.isAtEnd
    return deleted
  }

  /// Deletes all but the newest of the rows by which a user finds a group, for each of these users.
  ///
  /// - Parameter written: The keys of the rows that this run has written. In a dry run they are not in the
  ///   table.
  package func deleteOlderRows(
    ofGroup id: String,
    users: [String],
    written: Set<Item.Key>
  ) async throws {
    for user in users {
      let partition = MessagesTable.groups(of: user)
      let present = try await rows(ofGroup: id, user: user).compactMap { Item.Key($0) }
      let keys = written.filter { $0.partition == partition }.union(present)
      let older = keys.sorted { GroupMove.isEarlier($0.sort, than: $1.sort) }.dropLast()
      try await client.delete(Array(older), from: table) { _ in }
    }
  }

  /// A page of a partition's keys, the newest first, read consistently.
  private func keys(
    of partition: String,
    limit: Int?,
    at position: inout PagePosition
  ) async throws -> [Item.Key] {
    let query: JSONObject = [
      "ConsistentRead": true, "ScanIndexForward": false, "ProjectionExpression": "pk, sk",
      "KeyConditionExpression": "pk = :pk",
      "ExpressionAttributeValues": [":pk": ["S": .string(partition)]],
      "Limit": limit.map { .integer($0) },
    ]
    return try await client.queryPage(query, of: table, at: &position).compactMap { Item.Key($0) }
  }
}
