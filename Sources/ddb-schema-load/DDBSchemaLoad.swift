import AWS
import ArgumentParser
import CruddurAWS
import Fixtures
import Toolkit

@main
struct DDBSchemaLoad: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-schema-load",
    abstract: "Create the DynamoDB table of Cruddur's messages.",
    discussion: """
      Waits until the table and its indexes are ACTIVE, then prints the table's description. A table of --schema has the \
      name that is in the file, whatever DDB_MESSAGE_TABLE is; --table gives it another one.

      Example: ddb-schema-load prod --if-not-exists
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Option(
    help: ArgumentHelp(
      "Another CreateTable document, as `aws --cli-input-json` takes it, or the output of `aws dynamodb describe-table`.",
      valueName: "file"
    )
  )
  var schema: String?

  @OptionGroup var tables: TableOptions

  @Flag(
    help: "Give the table a stream of its items' new images; with --if-not-exists also one that is there."
  )
  var stream = false

  @Flag(
    help: "Accept an existing table of that name, if it has the schema's key."
  )
  var ifNotExists = false

  @Flag(exclusivity: .chooseLast)
  var wait = TableWait.wait

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: AWSContext) async throws {
    let schema = try loadSchema(in: context)
    let client = try await DynamoDBClient.live(aws, in: context, attempts: Limits.tableAttempts)
    context.console.note("creating table: \(schema.table) in \(client.aws.target.summary)")
    var (description, change) = try await create(schema, client: client, console: context.console)
    if waits(context.console) && !description.isActive {
      description = try await TableWaiter(client, console: context.console).untilActive(
        schema.table,
        after: change
      )
    }
    try context.console.result(description.json)
  }

  private func loadSchema(in context: AWSContext) throws -> TableSchema {
    let configured = self.schema == nil ? try TableOptions.variableTable(in: context) : nil
    let schema = try TableSchema(
      path: self.schema,
      builtIn: ("fixtures/cruddur-messages.json", Fixtures.messagesTable),
      table: tables.flag ?? configured
    )
    return stream ? schema.withStream() : schema
  }

  private func create(
    _ schema: TableSchema,
    client: DynamoDBClient,
    console: Console
  ) async throws -> (TableDescription, TableChange?) {
    // A dry run does not learn from CreateTable that the table is there.
    if console.isDryRun, ifNotExists, try await client.hasTable(schema.table) {
      return try await adopt(schema, client: client, console: console)
    }
    do {
      return (try await client.createTable(schema), .creation)
    } catch let error as ToolError where ifNotExists && error.isService("ResourceInUseException") {
      console.note("table \(schema.table) is already there")
      return try await adopt(schema, client: client, console: console)
    }
  }

  private func adopt(
    _ schema: TableSchema,
    client: DynamoDBClient,
    console: Console
  ) async throws -> (TableDescription, TableChange?) {
    try await PresentTable(schema: schema, client: client, console: console, wait: waits(console))
      .adopt(withStream: stream)
  }

  /// A dry run waits for nothing, as it has begun nothing.
  private func waits(_ console: Console) -> Bool { wait == .wait && !console.isDryRun }
}
