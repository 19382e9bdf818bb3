import AWS
import ArgumentParser
import Fixtures
import Toolkit

@main
struct DDBSchemaLoad: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-schema-load",
    abstract: "Create the DynamoDB table of Cruddur's messages.",
    discussion: """
      Waits until the table and its indexes are ACTIVE, then prints the table's description.

      Example: ddb-schema-load prod --if-not-exists
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Option(
    help: ArgumentHelp("Another CreateTable document, as `aws --cli-input-json` takes it.", valueName: "file")
  )
  var schema: String?

  @Flag(help: "Be content with a table of that name that is already there.")
  var ifNotExists = false

  @Flag(inversion: .prefixedNo, help: "Wait until the table can be used.")
  var wait = true

  @Flag(help: "Print the requests that would write, as JSON, and send none of them.")
  var dryRun = false

  func run(in context: AWSContext) async throws {
    let schema = try loadSchema()
    let client = try await DynamoDBClient.live(aws, in: context, attempts: 3)
    context.console.note("creating table: \(schema.table) in \(client.aws.target.summary)")
    var description = try await create(schema, client, context.console)
    if wait && !description.isActive {
      description = try await TableWaiter(client, context.console).untilActive(schema.table)
    }
    try context.console.result(description.json)
  }

  private func loadSchema() throws -> TableSchema {
    try TableSchema(
      InputFile(path: schema, builtIn: ("fixtures/cruddur-messages.json", Fixtures.messagesTable))
    )
  }

  private func create(
    _ schema: TableSchema,
    _ client: DynamoDBClient,
    _ console: Console
  ) async throws -> TableDescription {
    do {
      return try await client.createTable(schema)
    } catch let error as ToolError where ifNotExists && error.isService("ResourceInUseException") {
      console.note("table \(schema.table) is already there")
      return try await client.describeTable(schema.table)
    }
  }
}
