import AWS
import Cruddur
import Toolkit

/// The work of `cruddur-messaging-stream`: for each new message it moves both users' rows of the group to the message's
/// moment, so that the conversation comes first in their lists.
///
/// Records may come again, late or out of order: a row that has the message, or a newer one, is left alone.
package struct GroupUpdater: Sendable {
  /// What became of a record.
  package enum Outcome: String, Sendable {
    case moved
    /// The rows have this message, or a newer one.
    case current
    /// Another record of the same batch, newer and of the same group, did its work.
    case superseded
    /// It is not a new message.
    case ignored
    /// It is a message that cannot be read; it would not be readable the next time either.
    case malformed
    /// There are no rows: the group is gone.
    case noGroup
    case failed
  }

  package typealias Report = @Sendable (StreamRecord, Outcome, _ reason: String?) -> Void

  private let store: MessageStore
  private let clock: WallClock
  private let report: Report

  /// - Parameter report: Is told what became of each record.
  package init(_ store: MessageStore, clock: WallClock = .system, report: @escaping Report) {
    self.store = store
    self.clock = clock
    self.report = report
  }

  /// For a stale index and for conflicts with other writers; each pause is twice the one before.
  private static let attempts = 8
  private static let firstPause = Duration.milliseconds(50)

  /// Does the work of a batch, in the order of its records. Of several messages of one group only the newest is written.
  ///
  /// - Parameter deadline: When the work must have ended; nil for none.
  /// - Returns: The sequence number of the first record that is to come again, with all after it; nil when all are done.
  /// - Throws: `CancellationError`.
  package func process(_ records: [StreamRecord], deadline: Timestamp? = nil) async throws -> String? {
    for group in groups(in: records) {
      guard deadline.map({ $0.since(clock.now()) > Limits.lambdaReserve }) ?? true else {
        report(group.first, .failed, "no time is left")
        return group.first.sequenceNumber
      }
      do {
        let outcome = try await apply(group.newest, of: group.record, deadline: deadline)
        for record in group.others { report(record, .superseded, nil) }
        report(group.record, outcome, nil)
      } catch let error as ToolError {
        report(group.first, .failed, error.message)
        return group.first.sequenceNumber
      }
    }
    return nil
  }

  /// The messages of one group in a batch.
  private struct Group {
    /// The record that is reported when the work fails: all of the group's come again from there on.
    let first: StreamRecord
    var newest: Message
    var record: StreamRecord
    var others: [StreamRecord] = []
  }

  /// In the order of their first records.
  private func groups(in records: [StreamRecord]) -> [Group] {
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for record in records {
      guard let message = message(in: record) else { continue }
      guard let place = places[message.group] else {
        places[message.group] = groups.count
        groups.append(Group(first: record, newest: message, record: record))
        continue
      }
      if GroupMove.isEarlier(groups[place].newest.sentAt, message.sentAt) {
        groups[place].others.append(groups[place].record)
        (groups[place].newest, groups[place].record) = (message, record)
      } else {
        groups[place].others.append(record)
      }
    }
    return groups
  }

  private func message(in record: StreamRecord) -> Message? {
    let key = record.keys.text(MessagesTable.Attribute.partitionKey)
    guard record.event == .insert, key?.hasPrefix(MessagesTable.messagePrefix) == true else {
      report(record, .ignored, nil)
      return nil
    }
    guard let image = record.newImage, let message = Message({ image.text($0) }) else {
      report(record, .malformed, "it has no new image of a message")
      return nil
    }
    return message
  }
}

// MARK: - One message

extension GroupUpdater {
  private func apply(
    _ message: Message,
    of record: StreamRecord,
    deadline: Timestamp?
  ) async throws -> Outcome {
    var shifts: [String: Int] = [:]
    var pause = Self.firstPause
    for attempt in 1... {
      let rows = try await rows(of: message)
      guard !rows.isEmpty else { return .noGroup }
      let move = GroupMove(message: message, rows: rows, shifts: shifts)
      let actions = move.actions
      guard !actions.isEmpty else { return .current }
      do {
        try await store.transact(actions, token: token(for: record, actions))
        return .moved
      } catch let error as ToolError {
        guard let next = Self.reaction(to: error, actions), attempt < Self.attempts,
          deadline.map({ $0.since(clock.now()) > Limits.lambdaReserve + pause }) ?? true
        else { throw error }
        for partition in next.occupied { shifts[partition, default: 0] += 1 }
        if next.occupied.isEmpty {
          try await clock.sleep(pause)
          pause *= 2
        }
      }
    }
    return .failed
  }

  /// By the index; where it does not have two rows, from the table itself: a move that has just been made may not be in the
  /// index yet.
  private func rows(of message: Message) async throws -> [JSONValue] {
    let indexed = try await store.rows(ofGroup: message.group)
    let owners = Set(indexed.compactMap { $0.text(MessagesTable.Attribute.partitionKey) })
    guard owners.count < 2 else { return indexed }
    let own = try await store.rows(ofGroup: message.group, user: message.sender.uuid)
    guard let partner = own.first?.text(MessagesTable.Attribute.userUUID),
      partner != message.sender.uuid
    else { return own.isEmpty ? indexed : own }
    return own + (try await store.rows(ofGroup: message.group, user: partner))
  }

  /// What to do after a transaction that was cancelled; nil when it would be cancelled again.
  private struct Reaction {
    /// The partitions in which another group's row has the place that was wanted.
    var occupied: [String] = []
  }

  private static func reaction(to error: ToolError, _ actions: [DynamoDBClient.Action]) -> Reaction? {
    guard case .service(let service) = error.code, service.code == "TransactionCanceledException" else {
      return nil
    }
    var reaction = Reaction()
    for (action, reason) in zip(actions, service.cancellationReasons) {
      switch reason {
      case "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded": continue
      case "ConditionalCheckFailed":
        if case .put = action.kind { reaction.occupied.append(action.key.partition) }
      default: return nil
      }
    }
    // A deletion that fails beside it says that the rows were stale: they are read again first.
    let isStale = zip(actions, service.cancellationReasons).contains { action, reason in
      if case .put = action.kind { false } else { reason == "ConditionalCheckFailed" }
    }
    return isStale ? Reaction() : reaction
  }

  /// The same for the same record and the same rows: a request that is sent again does no harm. Other rows, another request.
  private func token(for record: StreamRecord, _ actions: [DynamoDBClient.Action]) -> String {
    let request = actions.map { "\($0.key.partition)\u{0}\($0.key.sort)" }.joined(separator: "\u{1}")
    return String(Digest.sha256("\(record.id)\u{2}\(request)".utf8).hex.prefix(36))
  }
}
