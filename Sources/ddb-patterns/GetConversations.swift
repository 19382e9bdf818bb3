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
      Prints the response as JSON, the consumed capacity, and the messages, oldest first. Items of the group that are not \
      messages are named in a warning.

      Example: ddb-patterns get-conversations prod --year 2023 --output chat
      """
  )

  enum Output: String, WordArgument {
    case all
    case json
    case text
    case items
    case chat
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var pattern: PatternOptions

  @OptionGroup var group: GroupOption

  @Option(
    name: [.customShort("n"), .long],
    parsing: .unconditional,
    help: ArgumentHelp("Print at most this many messages; 20, when left out.", valueName: "count"),
    transform: WholeNumber.within(1...Int.max)
  )
  var limit = 20

  @Option(
    name: .shortAndLong,
    help: """
      json (the response), text (the messages), items (the messages, as the API gives them), chat (to read) or all: \
      response, capacity, text. On a terminal chat, else all.
      """
  )
  var output: Output?

  func run(in context: AWSContext) async throws {
    let sortKey = try pattern.sortKey(now: context.clock.now())
    let client = try await DynamoDBClient.live(aws, in: context)
    let output = output ?? (context.console.outputIsTerminal ? .chat : .all)
    let table = try tables.table(in: context)
    if output == .items { return try await printItems(client, table: table, context: context) }
    let answer = try await client.query(
      PatternQuery(
        table: table,
        partitionKey: MessagesTable.messages(of: group.id),
        sortKey: sortKey,
        limit: limit
      )
    )
    if output == .all || output == .json { try context.console.result(answer.text(.week5)) }
    if output == .all { try context.console.result((answer["ConsumedCapacity"] ?? .null).text(.week5)) }
    if output != .json { try printMessages(of: answer, isChat: output == .chat, console: context.console) }
    let span = pattern.span(now: context.clock.now())
    context.console.noteExtent(of: answer, things: "messages of \(group)", span: span)
    if answer["Items"]?.array?.isEmpty == true {
      try await NewestYear.note(in: context, otherwise: .seeGroupsOfUser) {
        try await MessageStore(client, table: table).newestMoment(ofGroup: group.id)
      }
    }
  }

  /// The newest messages, of all years unless one is given; the oldest first.
  private func printItems(
    _ client: DynamoDBClient,
    table: TableName,
    context: AWSContext
  ) async throws {
    let limits = try pattern.limits(now: context.clock.now())
    let messages = try await MessageStore(client, table: table)
      .messages(of: group.id, limit: limit, sortKey: limits)
    try context.console.result(JSONValue.array(messages.reversed().map(\.listed)).text(.week5))
  }

  /// The messages, the oldest first, and a warning about the items that are not messages.
  private func printMessages(of answer: JSONValue, isChat: Bool, console: Console) throws {
    let items = answer["Items"]?.array ?? []
    let lines = items.reversed().compactMap { MessageLine($0) }
    if isChat {
      try console.write(ChatText(lines))
    } else {
      let text = lines.map { $0.text(onTerminal: console.outputIsTerminal) + "\n" }.joined()
      try console.write(Array(text.utf8))
    }
    let others = items.filter { MessageLine($0) == nil }
    if !others.isEmpty { console.warn(warning(about: others, of: items.count)) }
  }

  private func warning(about others: [JSONValue], of count: Int) -> String {
    let named = 5
    let keys = others.prefix(named).map { $0.keyText() ?? "one without a key" }.joined(separator: "; ")
    let more = others.count > named ? "; and \(others.count - named) more" : ""
    return """
      \(others.count) of \(counted(count, of: "item")) of MSG#\(group) cannot be shown as a message, because user_handle, \
      sk or message is missing or not a text (--output json shows them): \(keys)\(more)
      """
  }
}
