import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DDBSetup: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-setup",
    abstract: "Set the messages table up from nothing: drop, create, seed.",
    discussion: """
      Looks both users up in PostgreSQL before anything is dropped; then all three steps work on one table, and stop at \
      the first failure. With prod, the table's name must be typed at the terminal, or --yes be given.

      Example: ddb-setup --my-handle andrew --other-handle bayko
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var handles: SeedHandles
  @OptionGroup var seed: SeedOptions

  @Option(
    help: ArgumentHelp("Another CreateTable document than fixtures/cruddur-messages.json.", valueName: "file")
  )
  var schema: String?

  @Flag(help: "Make the table with a stream of new images, for cruddur-messaging-stream and tail.")
  var stream = false

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: AWSContext) async throws {
    let console = context.console
    let table = try tables.table(in: context)
    let document = try TableSchema(
      path: self.schema,
      builtIn: ("fixtures/cruddur-messages.json", Fixtures.messagesTable),
      table: table
    )
    let schema = stream ? document.withStream() : document
    let draft = try await self.seed.draft(
      .end(context.clock.now()),
      handles: handles.resolved(in: context.environment),
      builtIn: ("fixtures/conversation.txt", Fixtures.conversation)
    )
    console.note(console.errorStyle.label("==== ddb-setup"))
    let seed = try draft.seed(
      of: UserDirectory(postgres, in: context.base).users(withHandles: draft.handles)
    )
    let client = try await DynamoDBClient.live(aws, in: context)
    try await client.aws.target.checkCredentials(in: context)
    console.note("table \(table) in \(client.aws.target.summary)")
    try Confirmation(
      action:
        "delete the table \(table), and all its items, in \(client.aws.target.summary), and set it up again",
      name: table.description
    ).require(in: context.base, options: confirmation)
    var steps = SetupSteps(console: console)
    steps.add("ddb-drop") { try await drop(table, client: client, console: console) }
    steps.add("ddb-schema-load") { try await create(schema, client: client, console: console) }
    steps.add("ddb-seed") {
      console.note(console.errorStyle.label("== ddb-seed"))
      try await seed.run(with: client, table: table, console: console)
    }
    try await steps.run()
  }

  /// A table that does not exist is not an error.
  private func drop(_ table: TableName, client: DynamoDBClient, console: Console) async throws {
    console.note(console.errorStyle.label("== ddb-drop"))
    do {
      let deleted = try await client.deleteTable(table, mayBeAbsent: true)
      try await TableWaiter(client, console: console).untilGone(table, deleted: deleted)
      console.note("table \(table) is deleted")
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      console.note("there is no table \(table)")
    }
  }

  private func create(_ schema: TableSchema, client: DynamoDBClient, console: Console) async throws {
    console.note(console.errorStyle.label("== ddb-schema-load"))
    if try await !client.createTable(schema).isActive {
      _ = try await TableWaiter(client, console: console).untilActive(schema.table, after: .creation)
    }
    console.note("table \(schema.table) is ACTIVE")
  }
}
