import Toolkit

/// Waits until a table is ACTIVE or gone, by calling DescribeTable at growing intervals.
///
/// The AWS CLI's waiters ask every 20 s for 500 s; this one asks sooner at first, and ends as late. A
/// transient failure does not end the wait. An error also says which operation was accepted before.
package struct TableWaiter: Sendable {
  let client: DynamoDBClient
  let console: Console

  package init(_ client: DynamoDBClient, console: Console) {
    self.client = client
    self.console = console
  }

  /// Seconds between two calls; the last pause repeats.
  private static let pauses = [1, 2, 4, 8, 20]

  /// The result of one call.
  private enum Observation {
    case table(TableDescription)
    case nothing
    /// No answer, for a reason that may be transient.
    case unknown(ToolError)

    var text: String {
      switch self {
      case .table(let description): description.status.onOneLine
      case .nothing: "not there"
      case .unknown(let error): "not known: \(error.message)"
      }
    }
  }

  /// Waits until the table and its indexes are ACTIVE.
  ///
  /// - Parameter change: The operation of this run that was accepted; nil for none.
  package func untilActive(_ table: TableName, after change: TableChange?) async throws -> TableDescription {
    var wasSeen = change != .creation
    return try await poll(table, goal: "ACTIVE", change: change) { observation, waited in
      switch observation {
      case .table(let description):
        wasSeen = true
        if ["INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVED", "DELETING"].contains(description.status) {
          throw WaitEnd(reason: "it is \(description.status) and will not become ACTIVE")
        }
        return description.isActive ? description : nil
      case .nothing where wasSeen: throw WaitEnd(reason: "it is gone again")
      case .nothing where waited >= Limits.tableAppearance: throw WaitEnd(reason: "it is not there")
      default: return nil
      }
    }
  }

  /// Waits until there is no such table, or another one of its name.
  ///
  /// - Parameter deleted: The description of the table that is being deleted.
  package func untilGone(_ table: TableName, deleted: TableDescription) async throws {
    // In a dry run nothing was sent, and the table stays.
    if console.isDryRun { return }
    try await poll(table, goal: "gone", change: .deletion) { observation, _ in
      switch observation {
      case .nothing: ()
      case .table(let found) where found.isAnother(than: deleted):
        console.warn("table \"\(table)\" is gone, and another one of its name has been made meanwhile")
      default: nil
      }
    }
  }

  /// - Parameter result: Returns the result when the goal is reached, nil while it is not, and throws
  ///   `WaitEnd` where it will not be.
  private func poll<Result>(
    _ table: TableName,
    goal: String,
    change: TableChange?,
    result: (Observation, _ waited: Duration) throws -> Result?
  ) async throws -> Result {
    let accepted = change.map { "\($0.text(of: table)) was accepted; " } ?? ""
    defer { console.progress(nil) }
    do {
      return try await poll(table, goal: goal, result: result)
    } catch let end as WaitEnd {
      let subject = accepted.isEmpty ? "table \"\(table)\": " : accepted
      throw ToolError(
        .unfinished,
        message: subject + end.reason,
        next: client.aws.target.seeStatus(of: table)
      )
    } catch let error as ToolError {
      let unknown = accepted.isEmpty ? "" : "\(accepted)it is not known to be \(goal): "
      throw error.reworded(unknown + error.message, as: .unfinished)
    } catch  where !accepted.isEmpty {
      throw ToolError(
        .unfinished,
        message: "\(accepted)it is not known to be \(goal)",
        next: client.aws.target.seeStatus(of: table)
      )
    }
  }

  private func poll<Result>(
    _ table: TableName,
    goal: String,
    result: (Observation, _ waited: Duration) throws -> Result?
  ) async throws -> Result {
    let start = client.aws.wallClock.elapsed()
    var pauses = Self.pauses[...]
    var paused = Duration.zero
    while true {
      let observation = try await look(at: table)
      let waited = max(paused, client.aws.wallClock.elapsed() - start)
      if let found = try result(observation, waited) { return found }
      guard waited < Limits.tableWait else {
        throw WaitEnd(
          reason: "after \(waited.components.seconds) s it is \(observation.text); it should be \(goal)"
        )
      }
      console.progress("waiting for \(table) to be \(goal): \(observation.text)")
      let pause = Duration.seconds(pauses[pauses.startIndex])
      try await client.aws.wallClock.sleep(pause)
      paused += pause
      if pauses.count > 1 { pauses.removeFirst() }
    }
  }

  private func look(at table: TableName) async throws -> Observation {
    do {
      return .table(try await client.describeTable(table, mayBeAbsent: true))
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      return .nothing
    } catch let error as ToolError where error.isRetryable(at: client.aws.target.endpoint) {
      return .unknown(error)
    }
  }
}

/// Why a table will not reach the goal.
private struct WaitEnd: Error {
  let reason: String
}

extension ToolError {
  fileprivate func isRetryable(at endpoint: Endpoint) -> Bool {
    saysServerIsAway || RetryPolicy.verdict(on: self, at: endpoint) != .permanent
  }
}

extension TableDescription {
  /// Whether the descriptions show that they are different tables.
  fileprivate func isAnother(than other: TableDescription) -> Bool {
    ["TableId", "CreationDateTime"].contains { name in
      guard let mine = value[name], let others = other.value[name] else { return false }
      return mine != others
    }
  }
}
