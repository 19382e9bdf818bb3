import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

struct CreateMessage: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "create-message",
    abstract: "Send a message into a conversation.",
    discussion: """
      Looks the sender up in PostgreSQL, writes the message and prints it as JSON. The stream function then moves the \
      conversation to the top of both users' lists.

      Example: ddb-patterns create-message --group 5ae290ed-55d1-47a0-bc6d-fe2bc2700399 --from Sama 'See you there'
      """
  )

  @OptionGroup var input: MessageInput
  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions

  @Option(
    help: ArgumentHelp("The id of the message group; list-conversations prints it.", valueName: "uuid"),
    transform: MessageGroupID.parse
  )
  var group: MessageGroupID

  @Option(
    help: ArgumentHelp("Who sends the message, \(UserHandle.form).", valueName: "handle"),
    completion: .handles
  )
  var from: String

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    try input.refuseStage(options.stage, command: "create-message")
  }

  func run(in context: AWSContext) async throws {
    let text = try input.text()
    let sender = try UserDirectory(postgres, in: context.base).users(withHandles: [from])[0]
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let store = MessageStore(client, table: table, clock: context.clock)
    try await checkMembership(of: sender, store: store)
    let message = try await store.send(text, from: sender, to: group.description)
    try context.console.result(message.text(.week5))
  }

  /// - Throws: `ToolError` with the code `.data` for a group that does not exist, and for a sender who is not
  ///   one of its two users.
  private func checkMembership(of sender: User, store: MessageStore) async throws {
    if try await store.isMember(sender, of: group.description) { return }
    let others = try await store.rows(ofGroup: group.description)
    let reason =
      others.isEmpty ? "there is no such group" : "\(sender.handle.onOneLine) does not take part in it"
    throw ToolError(
      .data,
      message: "cannot write into group \(group): \(reason); nothing was written",
      next: .listConversations(of: sender.handle)
    )
  }
}
