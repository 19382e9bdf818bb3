import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

struct CreateMessageGroup: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "create-message-group",
    abstract: "Begin a conversation with its first message.",
    discussion: """
      Looks both users up in PostgreSQL, writes the group's rows and its first message in one transaction, and prints the \
      group's id as JSON.

      Example: ddb-patterns create-message-group --from phidel --to Sama 'Hello!'
      """
  )

  @OptionGroup var input: MessageInput
  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions

  @Option(
    help: ArgumentHelp("Who sends the message, \(UserHandle.form).", valueName: "handle"),
    completion: .handles
  )
  var from: String

  @Option(help: ArgumentHelp("Who gets it, \(UserHandle.form).", valueName: "handle"), completion: .handles)
  var to: String

  @Flag(help: "Begin another conversation where the two have one already.")
  var new = false

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    try input.refuseStage(options.stage, command: "create-message-group")
    if from == to {
      throw ValidationError("--from and --to are both '\(from)': a conversation needs two users")
    }
  }

  func run(in context: AWSContext) async throws {
    let text = try input.text()
    let users = try UserDirectory(postgres, in: context.base).users(withHandles: [from, to])
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let store = MessageStore(client, table: table, clock: context.clock)
    try await refusePresentGroup(of: users, store: store)
    let created = try await store.createGroup(text, from: users[0], to: users[1])
    try context.console.result(created.text(.week5))
  }

  /// - Throws: `ToolError` with the code `.data` where the two have a conversation, unless `--new` is given.
  private func refusePresentGroup(of users: [User], store: MessageStore) async throws {
    guard !new, let group = try await store.group(of: users[0].uuid, with: users[1].uuid) else { return }
    throw ToolError(
      .data,
      message: "\(users[0].handle.onOneLine) and \(users[1].handle.onOneLine) have a conversation already, "
        + "\(group.id.onOneLine); nothing was written",
      next: .writeIntoGroup(group.id, from: users[0].handle, message: input.message)
    )
  }
}
