import AWS
import ArgumentParser
import Toolkit

@main
struct DDBDrop: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-drop",
    abstract: "Delete a DynamoDB table and all its items.",
    discussion: """
      Waits until the table is gone, then prints its last description. With prod, the table's name must be typed at the \
      terminal, or --yes be given. --table takes any name, such as one that only \
      a local server allows.

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
    help: ArgumentHelp("The table to delete, whatever its name, in place of TABLE.", valueName: "name"),
    completion: AWSCompletion.tables
  )
  var anyTable: String?

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Flag(exclusivity: .chooseLast)
  var wait = TableWait.wait

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  mutating func validate() throws {
    try takeStage()
    if let table { try refuseOtherWords(table.description) }
    guard (table == nil) != (anyTable == nil) else {
      throw ValidationError("name one table: as an argument, or with --table")
    }
    if anyTable?.isEmpty == true { throw ValidationError("--table is empty") }
  }

  /// With `--table` the only argument is the stage, which ArgumentParser takes for the table.
  private mutating func takeStage() throws {
    guard anyTable != nil, let stage = table.flatMap({ Stage(rawValue: $0.description) }) else { return }
    guard options.stage == .local else {
      throw ValidationError("the stage is named twice: \(stage) and \(options.stage)")
    }
    options.stage = stage
    table = nil
  }

  /// Words that are probably not meant as a table's name.
  private func refuseOtherWords(_ table: String) throws {
    if table == "help" {
      throw ValidationError("'help' is not taken for a table: write ddb-drop --help; \(Self.naming(table))")
    }
    try Stage.refuse(table, as: "a table", usage: "ddb-drop TABLE", otherwise: Self.naming(table))
  }

  private static func naming(_ table: String) -> String {
    "for a table of that name, ddb-drop --table \(table)"
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context, attempts: Limits.tableAttempts)
    try await client.aws.target.checkCredentials(in: context)
    // One of the two is there: `validate` checks it.
    let table = table ?? TableName(unchecked: anyTable ?? "")
    let name = table.description
    try Confirmation(
      action: "delete the table \(name.onOneLine), and all its items, in \(client.aws.target.summary)",
      name: name
    ).require(in: context.base, options: confirmation)
    context.console.note("deleting table: \(name.onOneLine)")
    context.console.note("in \(client.aws.target.summary)")
    let description = try await client.deleteTable(table)
    if wait == .wait {
      try await TableWaiter(client, console: context.console).untilGone(table, deleted: description)
    }
    try context.console.result(description.json)
  }
}
