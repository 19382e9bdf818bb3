import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// What must hold before the first item is written.
enum SeedCheck {
  /// A conversation that has been read through.
  struct Reading {
    var lines = 0
    /// The longest message of each speaker, with its index: if it fits into an item, so do the others.
    var longest: [ConversationLine.Speaker: (line: ConversationLine, index: Int)] = [:]
  }

  /// Reads the conversation through.
  ///
  /// - Throws: `ToolError` for a line that is none, and one whose time has no sort key.
  static func read(_ conversation: InputFile, from start: Timestamp) async throws -> Reading {
    var reading = Reading()
    try await conversation.forEachMessage { line, index in
      let longest = reading.longest[line.speaker]?.line.message.utf8.count ?? -1
      if line.message.utf8.count > longest { reading.longest[line.speaker] = (line, index) }
      reading.lines += 1
    }
    guard start.year > 0, start.adding(minutes: reading.lines).year <= 9999 else {
      throw ToolError(.configuration, "messages from \(start.iso8601) on would leave the years 1 to 9999")
    }
    return reading
  }

  /// - Throws: `ToolError` for a message that no item can hold, now that its sender is known.
  static func messagesFit(_ reading: Reading, in rows: ConversationRows, _ path: String) throws(ToolError) {
    for (line, index) in reading.longest.values.sorted(by: { $0.index < $1.index }) {
      let size = Item(rows.message(line, at: index)).size
      guard size <= Item.maximumSize else {
        throw ToolError(
          .file,
          "\(path): message \(index + 1) makes an item of \(size) bytes, and one of 400 KB (\(Item.maximumSize)) is the largest",
          next: .shortenMessage
        )
      }
    }
  }

  static func tableIsActive(_ table: String, _ client: DynamoDBClient) async throws {
    let description = try await client.naming(nearTableOf: table) { try await client.describeTable(table) }
    guard ["ACTIVE", "UPDATING"].contains(description.status) else {
      throw ToolError(
        .unfinished,
        "table \"\(table)\" is \(description.status) and takes no items",
        next: .waitForTable
      )
    }
  }
}
