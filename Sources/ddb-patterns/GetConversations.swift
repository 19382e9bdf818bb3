import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import Toolkit

struct GetConversations: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "get-conversations",
    abstract: "Print the newest messages of a message group.",
    discussion: """
      Prints the response as JSON, the consumed capacity, and the messages, oldest first.

      Example: ddb-patterns get-conversations prod --year 2023 --output text
      """
  )

  enum Output: String, WordArgument {
    case all
    case json
    case text
  }

  @OptionGroup var options: StageOptions
  @OptionGroup var aws: AWSOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var pattern: PatternOptions

  @Option(help: "The id of the message group, as it is written in the table.")
  var group = MessageGroupID.script.description

  @Option(help: "Print at most this many messages.")
  var limit = 20

  @Option(help: "json (the response), text (the messages) or all: both, and the consumed capacity.")
  var output = Output.all

  /// A partition key has at most 2048 bytes; that of a group's messages begins with a prefix.
  private static let longestGroup = 2_048 - MessagesTable.messagePrefix.utf8.count

  func validate() throws {
    guard (1...Self.longestGroup).contains(group.utf8.count) else {
      throw ValidationError("--group must have 1 to \(Self.longestGroup) bytes")
    }
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let answer = try await client.query(
      .init(
        table: tables.table(in: context).description,
        partitionKey: MessagesTable.messagePrefix + group,
        sortKey: pattern.sortKey(now: context.clock.now()),
        limit: limit
      )
    )
    if output != .text { try context.console.result(answer.text(.script)) }
    if output == .all { try context.console.result((answer["ConsumedCapacity"] ?? .null).text(.script)) }
    if output != .json { try context.console.write(messages(in: answer, context.console)) }
    if answer["Items"]?.array?.isEmpty == true {
      context.console.note("no messages of \(group.onOneLine) \(pattern.span(now: context.clock.now()))")
    }
    context.console.noteMore(answer)
  }

  /// A line for each message, the oldest first.
  private func messages(in answer: JSONValue, _ console: Console) throws -> [UInt8] {
    let lines = try (answer["Items"]?.array ?? []).reversed().map { item in
      guard let line = MessageLine(item) else {
        throw ToolError(
          .data,
          "an item of MSG#\(group) is no message: it lacks user_handle, sk or message as text",
          next: .seeAsJSON
        )
      }
      return line.text(onTerminal: console.outputIsTerminal) + "\n"
    }
    return Array(lines.joined().utf8)
  }
}
