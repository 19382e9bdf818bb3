import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DDBSeed: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-seed",
    abstract: "Write a conversation of two users into the messages table.",
    discussion: """
      Looks both users up in PostgreSQL, then writes the two message-group rows and a message for each line, a minute \
      apart. All is checked before the first write. Seeding again with the same --start writes the same items.

      Example: ddb-seed --start 2023-03-26T18:00:00Z --conversation talk.txt
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions

  @Option(help: "The user who writes \"Person 1: …\".", completion: .handles)
  var myHandle = "phidel"

  @Option(help: "The user who writes \"Person 2: …\".", completion: .handles)
  var otherHandle = "Sama"

  @Option(
    help: ArgumentHelp("When the first message was written; now, when left out.", valueName: "ISO 8601")
  )
  var start: Timestamp?

  @Option(help: "The id of the message group.")
  var group = MessageGroupID.script

  @Option(help: ArgumentHelp("Another conversation, a line a message.", valueName: "file"))
  var conversation: String?

  @Flag(help: "Print the requests that would write, as JSON, and send none of them.")
  var dryRun = false

  func validate() throws {
    if myHandle == otherHandle {
      throw ValidationError(
        "--my-handle and --other-handle are both '\(myHandle)': a conversation needs two users"
      )
    }
  }

  func run(in context: AWSContext) async throws {
    let table = try tables.table(in: context)
    let start = start ?? context.clock.now()
    let conversation = try InputFile(
      path: conversation,
      builtIn: ("fixtures/conversation.txt", Fixtures.conversation)
    )
    let reading = try await SeedCheck.read(conversation, from: start)
    let users = try lookUpUsers(in: context)
    let rows = ConversationRows(group: group, mine: users[0], other: users[1], start: start)
    try SeedCheck.messagesFit(reading, in: rows, conversation.name)
    let client = try await DynamoDBClient.live(aws, in: context)
    try await SeedCheck.tableIsActive(table.description, client)
    let seed = Seed(conversation: conversation, rows: rows, total: reading.lines + rows.groups.count)
    context.console.note("writing \(seed.total) items to \(table) in \(client.aws.target.summary)")
    let written = try await seed.write(
      with: client,
      table: table.description,
      context.console,
      again: .finishSeed(start: start.iso8601, isAtHand: conversation.canBeNamedAgain)
    )
    context.console.note("all items are written\(client.aws.retriesText)")
    try context.console.result(
      "\(written) items written to \(table): group \(group), \(counted(reading.lines, "message")) from \(start.iso8601)"
    )
  }

  private func lookUpUsers(in context: AWSContext) throws -> [User] {
    try UserDirectory(postgres, in: context.base).users(withHandles: [myHandle, otherHandle])
  }
}
