import AWS
import ArgumentParser
import Cruddur
import Toolkit

/// The options for the conversation to seed, and its group.
package struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The id of the message group; \(MessageGroupID.week5), when left out.",
      valueName: "uuid"
    ),
    transform: MessageGroupID.parse
  )
  package var group = MessageGroupID.week5

  @Option(help: ArgumentHelp("Another conversation; each of its lines is a message.", valueName: "file"))
  package var conversation: String?

  package init() {}

  /// Reads the whole conversation, before any server is used.
  ///
  /// - Parameters:
  ///   - handles: The handles of its two users.
  ///   - builtIn: The built-in conversation.
  /// - Throws: `ToolError` for a file that is not a conversation.
  package func draft(
    _ anchor: SeedSpan.Anchor,
    handles: [String],
    builtIn: (name: String, bytes: [UInt8])
  ) async throws -> SeedDraft {
    let file = try InputFile(path: conversation, builtIn: builtIn)
    let reading = try await SeedCheck.read(file)
    let span = try SeedSpan(anchor, lines: reading.lines)
    return SeedDraft(handles: handles, group: group, conversation: file, reading: reading, span: span)
  }
}

/// A conversation that has been read, whose users are not known yet.
package struct SeedDraft: Sendable {
  /// The handles of its two users.
  package let handles: [String]
  let group: MessageGroupID
  let conversation: InputFile
  let reading: SeedCheck.Reading
  let span: SeedSpan

  /// The seed of these two users.
  ///
  /// - Throws: `ToolError` for a message that does not fit into an item; `ValidationError` where both users
  ///   are the same.
  package func seed(of users: [User]) throws -> Seed {
    guard users.count == 2, users[0].uuid != users[1].uuid else {
      throw UserHandle.sameUser(handles[0], other: handles[1])
    }
    let rows = ConversationRows(
      group: group,
      mine: users[0],
      other: users[1],
      start: span.start,
      groupRows: span.groupRows(last: reading.last)
    )
    try SeedCheck.messagesFit(reading, in: rows, path: conversation.name)
    return Seed(conversation: conversation, rows: rows, span: span)
  }
}

extension Seed {
  /// Writes all items, and prints the result.
  ///
  /// - Throws: What `write(with:table:console:)` throws.
  package func run(with client: DynamoDBClient, table: TableName, console: Console) async throws {
    console.note(
      """
      writing \(total) items to \(table) in \(client.aws.target.summary), messages from \(span.start.iso8601) \
      to \(span.end.iso8601)
      """
    )
    let written = try await write(with: client, table: table, console: console)
    console.note("all items are written\(client.aws.retriesText)")
    try console.result(
      "\(written) items written to \(table): group \(group), \(counted(span.lines, of: "message")) \(span.text)"
    )
  }
}
