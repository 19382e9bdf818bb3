import AWS
import Toolkit

/// A table that exists already under the schema's name.
struct PresentTable {
  let schema: TableSchema
  let client: DynamoDBClient
  let console: Console
  /// Whether to wait until it can be changed.
  let wait: Bool

  /// Compares it with the schema, and enables a stream where that is requested.
  ///
  /// - Returns: Its description, and what was changed.
  /// - Throws: `ToolError` with the code `.data` when it has another key.
  func adopt(withStream: Bool) async throws -> (TableDescription, TableChange?) {
    let description = try await client.describeTable(schema.table)
    guard description.key == schema.key else {
      throw ToolError(
        .data,
        message:
          "table \"\(schema.table)\" is there with the key \(description.key.text); the schema's is \(schema.key.text)",
        next: .otherTableName
      )
    }
    warnOfMissingIndexes(description)
    guard withStream else { return (description, nil) }
    return try await withStreamEnabled(description)
  }

  private func warnOfMissingIndexes(_ description: TableDescription) {
    for index in schema.indexes where !description.indexes.contains(index) {
      guard let creation = schema.creation(ofIndex: index) else { continue }
      let words = [
        "--table-name", schema.table.description, "--attribute-definitions", creation.attributes,
        "--global-secondary-index-updates", creation.update,
      ]
      let command = client.aws.target.cliCommand("update-table", arguments: words)
      console.warn("table \"\(schema.table)\" has no index \(index)", next: .makeIndex(command))
    }
  }

  private func withStreamEnabled(
    _ description: TableDescription
  ) async throws -> (TableDescription, TableChange?) {
    if let view = description.streamView {
      if view != "NEW_IMAGE" {
        console.warn(
          "the stream of table \"\(schema.table)\" has \(view.onOneLine), not NEW_IMAGE; it stays as it is"
        )
      }
      return (description, nil)
    }
    if wait, !description.isActive {
      // A table that is being created or changed refuses UpdateTable.
      _ = try await TableWaiter(client, console: console).untilActive(schema.table, after: nil)
    }
    console.note("enabling the stream of table \(schema.table)")
    return (try await client.enableStream(of: schema.table), .update)
  }
}
