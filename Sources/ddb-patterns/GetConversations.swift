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
    case items
  }

  @OptionGroup var options: StageOptions
  @OptionGroup var aws: AWSOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var pattern: PatternOptions

  @Option(help: "The id of the message group.")
  var group = MessageGroupID.script

  @Option(help: "Print at most this many messages.")
  var limit = 20

  @Option(
    help:
      "json (the response), text (the messages), items (the messages, as the API gives them) or all: response, capacity, text."
  )
  var output = Output.all

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    if output == .items { return try await printItems(client, context) }
    let answer = try await client.query(
      .init(
        table: tables.table(in: context).description,
        partitionKey: "MSG#\(group)",
        sortKey: pattern.sortKey(now: context.clock.now()),
        limit: limit
      )
    )
    if output != .text { try context.console.result(answer.text(.script)) }
    if output == .all { try context.console.result((answer["ConsumedCapacity"] ?? .null).text(.script)) }
    if output != .json { try context.console.write(messages(in: answer, context.console)) }
    context.console.noteMore(answer)
  }

  /// The newest messages, whatever their year, unless one is asked for; the oldest first.
  private func printItems(_ client: DynamoDBClient, _ context: AWSContext) async throws {
    let store = MessageStore(client, table: try tables.table(in: context))
    let messages = try await store.messages(
      of: group.description,
      limit: limit,
      prefix: pattern.yearPrefix
    )
    try context.console.result(JSONValue.array(messages.reversed().map(\.listed)).text(.script))
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
