import AWS
import Cruddur
import Toolkit

/// The work of `cruddur-messaging-stream`: for each new message it moves both users' rows of the group to the
/// message's moment, so that the conversation is the first one in their lists.
///
/// Records may be delivered again, late or out of order: a row that has the message or a newer one is not
/// changed.
package struct GroupUpdater: Sendable {
  /// The outcome of a record.
  package enum Outcome: String, Sendable, CaseIterable {
    case moved
    /// The rows have this message, or a newer one.
    case current
    /// A newer record of the same group and batch was applied in its place.
    case superseded
    /// It is not a new message.
    case ignored
    /// It is a message that cannot be read; delivering it again would not help.
    case malformed
    /// There are no rows: the group is gone.
    case noGroup
    case failed
  }

  /// A record that must be delivered again, with all after it.
  package struct Failure: Sendable {
    package let record: StreamRecord
    package let error: ToolError
  }

  package typealias Report = @Sendable (StreamRecord, Outcome, _ reason: String?) -> Void

  let store: MessageStore
  let clock: WallClock
  private let report: Report

  /// - Parameter report: Called with the outcome of each record.
  package init(_ store: MessageStore, clock: WallClock = .system, report: @escaping Report) {
    self.store = store
    self.clock = clock
    self.report = report
  }

  /// Processes a batch, in the order of its records. Of several messages of one group only the newest is
  /// applied.
  ///
  /// - Parameter deadline: When the work must end; nil for no limit.
  /// - Returns: The first record that must be delivered again; nil when all are processed.
  /// - Throws: `CancellationError`; in a dry run `ToolError` where a request could not be printed.
  package func process(_ records: [StreamRecord], deadline: Timestamp? = nil) async throws -> Failure? {
    for group in batch(of: records).groups {
      do {
        let outcome = try await withTime(until: deadline) { try await apply(group.newest, of: group.record) }
        for record in group.others { report(record, .superseded, nil) }
        report(group.record, outcome, nil)
      } catch let error as ToolError where !error.isAboutOutput {
        report(group.first, .failed, error.message)
        return Failure(record: group.first, error: error)
      }
    }
    return nil
  }

  private func batch(of records: [StreamRecord]) -> MessageBatch {
    var batch = MessageBatch()
    for record in records {
      let key = record.keys.text(MessagesTable.Attribute.partitionKey)
      guard record.event == .insert, key?.hasPrefix(MessagesTable.messagePrefix) == true else {
        report(record, .ignored, nil)
        continue
      }
      guard let message = NewMessage({ record.keys.text($0) ?? record.newImage?.text($0) }) else {
        report(record, .malformed, "its new image has no message, or the record has no key")
        continue
      }
      batch.add(message, record: record)
    }
    return batch
  }

  /// Runs `work`, and cancels it shortly before the deadline. A cancelled request may have been carried out,
  /// which has no effect when the record is delivered again.
  ///
  /// - Throws: What `work` throws; `ToolError` when no time is left.
  private func withTime(
    until deadline: Timestamp?,
    work: @escaping @Sendable () async throws -> Outcome
  ) async throws -> Outcome {
    guard let deadline else { return try await work() }
    let late = ToolError(.response, message: "no time is left before the function's deadline")
    let time = deadline.since(clock.now()) - Limits.lambdaReserve
    guard time > .zero else { throw late }
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await clock.sleep(time)
        throw late
      }
      defer { group.cancelAll() }
      guard let outcome = try await group.next() else { throw late }
      return outcome
    }
  }
}
