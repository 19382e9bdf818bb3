import AWS
import Cruddur
import Toolkit

extension GroupUpdater {
  /// The first pause between two attempts. Each one is twice the one before.
  private static let firstPause = Duration.milliseconds(50)
  /// How many microseconds later than its message a row is written at most: a server may refuse every moment.
  private static let furthestShift = 1_000

  /// Moves a group's rows to a message.
  ///
  /// - Throws: `ToolError` when DynamoDB refuses permanently, or in all attempts.
  func apply(_ message: NewMessage, of record: StreamRecord) async throws -> Outcome {
    var shifts: [String: Int] = [:]
    var pause = Self.firstPause
    var isIndexStale = false
    var attempt = 1
    while true {
      let rows = try await rows(for: message, isIndexStale: isIndexStale)
      guard !rows.isEmpty else { return .noGroup }
      let actions = GroupMove(message: message, rows: rows, shifts: shifts).actions
      guard !actions.isEmpty else { return .current }
      do {
        try await store.transact(actions, seed: record.id)
        return .moved
      } catch let error as ToolError {
        guard let obstacle = Obstacle(error, actions: actions) else { throw error }
        isIndexStale = isIndexStale || obstacle.isIndexStale
        for partition in obstacle.occupied { shifts[partition, default: 0] += 1 }
        // Another group's row has this moment, and will keep it: the next microsecond is tried without a
        // pause.
        let furthest = shifts.values.max() ?? 0
        if !obstacle.occupied.isEmpty && furthest <= Self.furthestShift { continue }
        guard attempt < Limits.groupAttempts else { throw error }
        attempt += 1
        try await clock.sleep(pause)
        pause *= 2
      }
    }
  }

  /// The group's rows by the index. Where the index does not have two users' rows, or a transaction has shown
  /// that it is stale, they are read consistently from the table.
  private func rows(for message: NewMessage, isIndexStale: Bool) async throws -> [JSONValue] {
    let indexed = try await store.rows(ofGroup: message.group)
    let owners = Set(indexed.compactMap { $0.owner })
    if owners.count >= 2 && !isIndexStale { return indexed }
    var rows: [JSONValue] = []
    var asked: Set<String> = []
    var toAsk = owners.union([message.sender].compactMap(\.self))
    while let user = toAsk.subtracting(asked).min() {
      asked.insert(user)
      let own = try await store.rows(ofGroup: message.group, user: user)
      rows += own
      toAsk.formUnion(own.compactMap { $0.text(MessagesTable.Attribute.userUUID) })
    }
    return rows
  }
}

extension JSONValue {
  /// The uuid of the user whose row of a group it is.
  fileprivate var owner: String? {
    guard let key = text(MessagesTable.Attribute.partitionKey), key.hasPrefix(MessagesTable.groupPrefix)
    else { return nil }
    return String(key.dropFirst(MessagesTable.groupPrefix.count))
  }
}

/// Why a transaction was cancelled that may succeed the next time.
private struct Obstacle {
  /// Whether a row no longer has the key that the index has.
  private(set) var isIndexStale = false
  /// The partitions in which another group's row has the sort key that was to be written.
  private(set) var occupied: [String] = []

  /// Nil for a permanent error.
  init?(_ error: ToolError, actions: [DynamoDBClient.Action]) {
    guard case .service(let service) = error.code, service.code == "TransactionCanceledException" else {
      return nil
    }
    for (action, reason) in zip(actions, service.cancellationReasons) {
      switch (reason, action.kind) {
      case ("None", _), ("TransactionConflict", _), ("ThrottlingError", _),
        ("ProvisionedThroughputExceeded", _):
        continue
      case ("ConditionalCheckFailed", .put): occupied.append(action.key.partition)
      case ("ConditionalCheckFailed", _): isIndexStale = true
      default: return nil
      }
    }
    // The rows are read again, and their new sort keys may be other ones.
    if isIndexStale { occupied = [] }
  }
}
