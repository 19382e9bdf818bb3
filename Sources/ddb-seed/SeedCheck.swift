import Shared

/// What must hold before the first item is written.
enum SeedCheck {
  /// Reads the conversation through and returns how many lines it has.
  ///
  /// - Throws: `ToolError` for a line that is none, one that no item can hold, and one whose time has no sort key.
  static func lines(of conversation: Conversation, from start: Timestamp) async throws -> Int {
    var count = 0
    try await conversation.forEach { line, index in
      guard line.message.utf8.count < Item.maximumSize - 1_000 else {
        throw ToolError(
          .file,
          "\(conversation.path): message \(index + 1) is larger than an item of 400 KB can be"
        )
      }
      count += 1
    }
    guard start.year > 0, start.adding(minutes: count).year <= 9999 else {
      throw ToolError(.configuration, "messages from \(start.iso8601) on would leave the years 1 to 9999")
    }
    return count
  }

  static func tableIsActive(_ table: String, _ client: DynamoDBClient) async throws {
    let description = try await client.describeTable(table)
    guard ["ACTIVE", "UPDATING"].contains(description.status) else {
      throw ToolError(
        .unfinished,
        "table \"\(table)\" is \(description.status) and takes no items",
        hint: "Nothing was written; try again when ddb-schema-load --if-not-exists says that it is ACTIVE"
      )
    }
  }
}
