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
      first.

      Example: ddb-drop cruddur-messages prod
      """
  )

  @Argument(help: "The table to delete: a name of 3 to 255 letters, digits, _, . and -.")
  var table: TableName

  @OptionGroup var options: StageOptions
  @OptionGroup var aws: AWSOptions

  @Flag(inversion: .prefixedNo, help: "Wait until the table is gone.")
  var wait = true

  @Flag(help: "Do not ask, in prod, on a terminal.")
  var yes = false

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context, attempts: 3)
    let name = table.description
    try Confirmation(
      action: "delete the table \(name), and all its items, in \(client.aws.target.summary)",
      name: name,
      offTerminal: .goesAhead
    ).require(in: context.base, yes: yes)
    context.console.note("deleting table: \(name)")
    context.console.note("in \(client.aws.target.summary)")
    let description = try await client.deleteTable(name)
    if wait { try await TableWaiter(client, context.console).untilGone(name, description) }
    try context.console.result(description.json)
  }
}
