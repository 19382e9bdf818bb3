import AWS
import ArgumentParser
import Toolkit

@main
struct DDBDrop: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-drop",
    abstract: "Delete a DynamoDB table and all its items.",
    discussion: """
      Waits until the table is gone, then prints its last description. On a terminal, prod asks for the table's name \
      first. --table takes any name, such as one that only a local server allows.

      Example: ddb-drop cruddur-messages prod
      """
  )

  @Argument(
    help: "The table to delete: a name of 3 to 255 letters, digits, _, . and -.",
    completion: AWSCompletion.tables
  )
  var table: TableName?

  @Option(
    name: [.customShort("t"), .customLong("table")],
    help: "The table to delete, whatever its name, in place of TABLE.",
    completion: AWSCompletion.tables
  )
  var anyTable: String?

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Flag(inversion: .prefixedNo, help: "Wait until the table is gone.")
  var wait = true

  @Flag(name: .shortAndLong, help: "Do not ask, in prod, on a terminal.")
  var yes = false

  @Flag(help: "Print the requests that would write, as JSON, and send none of them.")
  var dryRun = false

  mutating func validate() throws {
    try takeStage()
    guard (table == nil) != (anyTable == nil) else {
      throw ValidationError("name one table: as an argument, or with --table")
    }
    if anyTable?.isEmpty == true { throw ValidationError("--table is empty") }
  }

  /// Beside `--table` the only argument is the stage, though it stands where the table's name would.
  private mutating func takeStage() throws {
    guard anyTable != nil, let stage = table.flatMap({ Stage(rawValue: $0.description) }) else { return }
    guard options.stage == .local else {
      throw ValidationError("the stage is named twice: \(stage) and \(options.stage)")
    }
    options.stage = stage
    table = nil
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context, attempts: 3)
    let name = anyTable ?? table?.description ?? ""
    try Confirmation(
      action: "delete the table \(name.onOneLine), and all its items, in \(client.aws.target.summary)",
      name: name,
      offTerminal: .goesAhead
    ).require(in: context.base, yes: yes)
    context.console.note("deleting table: \(name.onOneLine)")
    context.console.note("in \(client.aws.target.summary)")
    let description = try await client.naming(nearTableOf: name) { try await client.deleteTable(name) }
    if wait && !dryRun { try await TableWaiter(client, context.console).untilGone(name) }
    try context.console.result(description.json)
  }
}
