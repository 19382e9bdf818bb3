import Toolkit

/// Waits until a table is there or gone, by asking DescribeTable at growing intervals.
///
/// The AWS CLI's waiters ask every 20 s for 500 s; these begin sooner and end as late.
package struct TableWaiter: Sendable {
  let client: DynamoDBClient
  let console: Console

  package init(_ client: DynamoDBClient, _ console: Console) {
    self.client = client
    self.console = console
  }

  /// Seconds between two questions; the last one repeats.
  private static let pauses = [1, 2, 4, 8, 20]
  private static let limit = Duration.seconds(500)

  /// Waits until the table and its indexes are ACTIVE.
  package func untilActive(_ table: String) async throws -> TableDescription {
    try await poll(table, goal: "ACTIVE") { description in
      guard let description else { return nil }
      if ["INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVED", "DELETING"].contains(description.status) {
        throw ToolError(.unfinished, "table \"\(table)\" is \(description.status) and will not become ACTIVE")
      }
      return description.isActive ? description : nil
    }
  }

  /// Waits until there is no such table.
  package func untilGone(_ table: String) async throws {
    try await poll(table, goal: "gone") { $0 == nil ? () : nil }
  }

  /// - Parameter result: Makes of a description, nil where there is no table, what was waited for, if it is that.
  private func poll<Result>(
    _ table: String,
    goal: String,
    result: (TableDescription?) throws -> Result?
  ) async throws -> Result {
    let start = ContinuousClock.now
    defer { console.progress(nil) }
    var pauses = Self.pauses[...]
    while true {
      let description = try await describe(table)
      if let found = try result(description) { return found }
      let elapsed = ContinuousClock.now - start
      console.progress("waiting for \(table) to be \(goal): \(description?.status ?? "not there yet")")
      guard elapsed < Self.limit else {
        throw ToolError(
          .unfinished,
          "table \"\(table)\" is \(description?.status ?? "not there") after \(elapsed.components.seconds) s, not \(goal)",
          next: .describeTable(table)
        )
      }
      try await client.aws.wallClock.sleep(.seconds(pauses[pauses.startIndex]))
      if pauses.count > 1 { pauses.removeFirst() }
    }
  }

  private func describe(_ table: String) async throws -> TableDescription? {
    do {
      return try await client.describeTable(table)
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      return nil
    }
  }
}
