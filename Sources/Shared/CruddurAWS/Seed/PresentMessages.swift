import AWS
import ArgumentParser
import Cruddur
import Toolkit

/// What a seed does where its group has messages already. Without one of these flags it stops, unless
/// `--start` is given, which makes it write the same items again.
package enum PresentMessages: String, EnumerableFlag {
  case replace
  case append
  case ifNotExists

  package static func help(for value: PresentMessages) -> ArgumentHelp? {
    switch value {
    case .replace: "Delete the group's messages and its rows first."
    case .append:
      """
      Add to the messages that are there. Without --end the last added one is dated now, so that the added ones may stand \
      between the present ones.
      """
    case .ifNotExists: "Write nothing where the group has messages."
    }
  }
}

/// The group of a seed before the first write.
package struct SeedGroup {
  let id: MessageGroupID
  let users: [User]
  /// The keys of the seed's group rows.
  let rows: Set<Item.Key>
  let table: TableName
  let client: DynamoDBClient

  package init(_ seed: Seed, users: [User], table: TableName, client: DynamoDBClient) {
    (id, self.users, self.table, self.client) = (seed.group, users, table, client)
    rows = Set(seed.rows.groups.map { .init(partition: $0.partitionKey, sort: $0.sortKey) })
  }

  private var store: MessageStore { MessageStore(client, table: table) }

  /// Handles messages that the group has already.
  ///
  /// - Parameter mayHoldMessages: Whether existing messages are allowed without a flag.
  /// - Returns: Whether the seed goes on.
  /// - Throws: `ToolError` with the code `.data` where messages would be duplicated, or `.notConfirmed`.
  package func makeReady(
    _ choice: PresentMessages?,
    mayHoldMessages: Bool,
    confirmation: ConfirmationOptions,
    in context: AWSContext
  ) async throws -> Bool {
    switch choice {
    case .append: return true
    case nil where mayHoldMessages: return true
    case .replace:
      try await erase(confirmation, in: context)
      return true
    case .ifNotExists, nil:
      guard let newest = try await store.newestMoment(ofGroup: id.description) else { return true }
      let reason = "group \(id) in \(table) has messages already, the newest of \(newest.onOneLine)"
      guard choice == .ifNotExists else { throw ToolError(.data, message: reason, next: .seedAgain) }
      context.console.note("\(reason): nothing is written")
      return false
    }
  }

  /// After a seed that was added to messages: each user has one row of the group, that of the newest message.
  package func deleteOlderGroupRows() async throws {
    try await store.deleteOlderRows(ofGroup: id.description, users: users.map(\.uuid), written: rows)
  }

  private func erase(_ confirmation: ConfirmationOptions, in context: AWSContext) async throws {
    try Confirmation(
      action: "delete the messages and the rows of group \(id) from \(table) in \(client.aws.target.summary)",
      name: id.description
    ).require(in: context.base, options: confirmation)
    let console = context.console
    defer { console.progress(nil) }
    let meter = ProgressMeter("item")
    var deleted = 0
    do {
      _ = try await store.erase(group: id.description, users: users.map(\.uuid)) {
        deleted = $0
        console.progress("deleting: \(meter.text(done: $0, of: $1))")
      }
    } catch {
      throw deleted == 0 || console.isDryRun ? error : halfDeleted(deleted, error: error)
    }
    console.note("\(counted(deleted, of: "item")) of group \(id) deleted")
  }

  /// Nothing of the seed is written then: the same command deletes the rest, and writes it.
  private func halfDeleted(_ deleted: Int, error: any Error) -> ToolError {
    let are = deleted == 1 ? "is" : "are"
    let unfinished = ToolError.unfinished(
      "\(counted(deleted, of: "item")) of group \(id) \(are) deleted, others may be left, none is written",
      counts: ["deleted": deleted, "written": 0],
      stoppedBy: error
    )
    guard let failure = error as? ToolError, failure.isRefusal else {
      return unfinished.suggesting(.deleteRestAndSeed)
    }
    return unfinished.alsoSuggesting(.deleteRestAndSeed)
  }
}
