import AWS
import Cruddur
import Toolkit

/// The checks before the first item is written.
package enum SeedCheck {
  /// The result of reading a whole conversation.
  struct Reading: Sendable {
    var lines = 0
    /// The text of the last message.
    var last = ""
    /// The longest message of each speaker, with its index: if it fits into an item, all others do.
    var longest: [ConversationLine.Speaker: (line: ConversationLine, index: Int)] = [:]
  }

  /// Reads the whole conversation.
  ///
  /// - Throws: `ToolError` for an invalid line.
  static func read(_ conversation: InputFile) async throws -> Reading {
    var reading = Reading()
    try await conversation.forEachMessage { line, index in
      let longest = reading.longest[line.speaker]?.line.message.utf8.count ?? -1
      if line.message.utf8.count > longest { reading.longest[line.speaker] = (line, index) }
      reading.last = line.message
      reading.lines += 1
    }
    return reading
  }

  /// - Throws: `ToolError` for a message that does not fit into an item together with its sender's
  ///   attributes.
  static func messagesFit(_ reading: Reading, in rows: ConversationRows, path: String) throws(ToolError) {
    let messages = reading.longest.values.sorted { $0.index < $1.index }.map { line, index in
      (row: rows.message(line, at: index), index)
    }
    for (row, index) in messages + rows.groups.map({ ($0, reading.lines - 1) }) {
      let size = Item(row).size
      guard size <= Item.maximumSize else {
        throw ToolError(
          .file,
          message:
            "\(path): message \(index + 1) makes an item of \(size) bytes, and one of 400 KB (\(Item.maximumSize)) is the largest",
          next: .shortenMessage
        )
      }
    }
  }

  /// - Throws: `ToolError` for a table that is not ready, or that has another key than the messages table.
  package static func tableTakesMessages(_ table: TableName, client: DynamoDBClient, console: Console)
    async throws
  {
    let description = try await client.describeTable(table)
    guard ["ACTIVE", "UPDATING"].contains(description.status) else {
      throw ToolError(
        .unfinished,
        message: "table \"\(table)\" is \(description.status) and takes no items",
        next: .waitForTable
      )
    }
    guard description.key == .messages else {
      let key = [KeyAttribute].messages.text
      throw ToolError(
        .data,
        message: "table \"\(table)\" has the key \(description.key.text); messages need \(key)",
        next: .takeMessagesTable
      )
    }
    if !description.indexes.contains(MessagesTable.groupIndex) {
      console.warn(
        "table \"\(table)\" has no index \(MessagesTable.groupIndex): a group's rows are not found by it"
      )
    }
  }
}
