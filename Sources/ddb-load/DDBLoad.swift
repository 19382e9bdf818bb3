import AWS
import ArgumentParser
import CruddurAWS
import Toolkit

@main
struct DDBLoad: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-load",
    abstract: "Write items of a file into a DynamoDB table.",
    discussion: """
      The file holds a JSON object a line: plain, as ddb-scan prints them, typed, as ddb-scan --output ddb prints them \
      and as S3 exports have them in {"Item":…}. Only typed ones keep binary and sets. Each key may occur once; an item \
      of the table that has the same key is replaced. With prod, the table's name must be typed at the terminal, or \
      --yes be given.

      Example: ddb-scan prod --output ddb | ddb-load -
      """
  )

  @Argument(help: ArgumentHelp("The file; - reads stdin.", valueName: "file"))
  var file: String

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out this many items at the beginning.", valueName: "count"),
    transform: WholeNumber.within(0...Int.max)
  )
  var skip = 0

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    try Stage.refuse(
      file,
      as: "a file",
      usage: "ddb-load FILE",
      otherwise: "for a file of that name, ddb-load ./\(file)"
    )
  }

  func run(in context: AWSContext) async throws {
    let input = try File(argument: file)
    let name = input.path
    let table = try tables.table(in: context)
    let client = try await DynamoDBClient.live(aws, in: context)
    let description = try await client.describeTable(table)
    guard let key = description.tableKey else {
      throw ToolError(.data, message: "table \"\(table)\" is described without a key", next: .isItTheAddress)
    }
    try Confirmation(
      action: "write the items of \(name.onOneLine) into the table \(table), in \(client.aws.target.summary)",
      name: table.description
    ).require(in: context.base, options: confirmation)
    context.console.note("writing items of \(name.onOneLine) to \(table) in \(client.aws.target.summary)")
    let load = Load(client: client, table: table, key: key, skipped: skip)
    let written = try await load.run(input, console: context.console)
    if written == 0, skip == 0 {
      context.console.warn("\(name.onOneLine) has no items: nothing was written")
    } else {
      context.console.note("all items are written\(client.aws.retriesText)")
    }
    try context.console.result("\(counted(written, of: "item")) written to \(table)")
  }
}
