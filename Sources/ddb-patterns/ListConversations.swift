import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

struct ListConversations: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "list-conversations",
    abstract: "Print the message groups of a user, the newest first.",
    discussion: """
      Prints the user's uuid, from PostgreSQL, and the response as JSON.

      Example: ddb-patterns list-conversations --handle Sama --output json
      """
  )

  enum Output: String, WordArgument {
    case all
    case json
    case items
    case table
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var pattern: PatternOptions

  @Option(
    help: "The user, \(UserHandle.form); phidel, when left out. [CRUDDUR_MY_HANDLE]",
    completion: .handles
  )
  var handle: String?

  @Option(
    name: .shortAndLong,
    help: """
      json (the response), items (the groups, as the API gives them), table (to read), or all: the user's uuid before \
      the response. On a terminal table, else all.
      """
  )
  var output: Output?

  func run(in context: AWSContext) async throws {
    let sortKey = try pattern.sortKey(now: context.clock.now())
    let handle = UserHandle.mine(handle, in: context.environment)
    let user = try UserDirectory(postgres, in: context.base).users(withHandles: [handle])[0]
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let output = output ?? (context.console.outputIsTerminal ? .table : .all)
    if output == .items {
      return try await printItems(of: user, client: client, table: table, context: context)
    }
    let answer = try await client.query(
      PatternQuery(table: table, partitionKey: MessagesTable.groups(of: user.uuid), sortKey: sortKey)
    )
    if output == .table { try context.console.write(listing(of: answer)) }
    if output == .all { try context.console.result("my-uuid: \(user.uuid)") }
    if output != .table { try context.console.result(answer.text(.week5)) }
    let span = pattern.span(now: context.clock.now())
    context.console.noteExtent(of: answer, things: "message groups of \(user.handle.onOneLine)", span: span)
    if answer["Items"]?.array?.isEmpty == true {
      try await NewestYear.note(in: context, otherwise: .lookForDeletedUsers) {
        try await MessageStore(client, table: table).newestMoment(ofGroupsOf: user.uuid)
      }
    }
  }

  /// The conversations as a table, the newest first.
  private func listing(of answer: JSONValue) -> TextTable {
    let groups = (answer["Items"]?.array ?? []).compactMap { item in MessageGroup { item.text($0) } }
    return TextTable(
      headings: ["WHEN", "WITH", "LAST MESSAGE", "GROUP"],
      rows: groups.map { group in
        let when = Timestamp(iso8601: group.lastSentAt)?.localMinute ?? group.lastSentAt
        return [when, group.partner.handle, group.lastMessage, group.id]
      },
      whole: ["WHEN", "GROUP"]
    )
  }

  /// The groups with the newest messages, of all years unless one is given.
  private func printItems(
    of user: User,
    client: DynamoDBClient,
    table: TableName,
    context: AWSContext
  ) async throws {
    let limits = try pattern.limits(now: context.clock.now())
    let groups = try await MessageStore(client, table: table).groups(
      of: user.uuid,
      limit: 20,
      sortKey: limits
    )
    try context.console.result(JSONValue.array(groups.map(\.listed)).text(.week5))
  }
}
