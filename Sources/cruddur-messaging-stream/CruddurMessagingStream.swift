import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import Toolkit

@main
struct CruddurMessagingStream: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "cruddur-messaging-stream",
    abstract: "Keep the conversations in the order of their newest messages.",
    discussion: """
      For each new message it moves both users' rows of the group to the message's moment. In AWS Lambda it is the \
      function's bootstrap. With --event it handles one event and prints the response; with --follow it reads the table's \
      stream until Ctrl-C, and goes on where it ended the last time.

      Example: cruddur-messaging-stream --follow
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(help: ArgumentHelp("Handle this event, as Lambda gives it; - is stdin.", valueName: "file"))
  var event: String?

  @Flag(help: "Follow the table's stream.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Where --follow keeps how far it came; a file in the user's state folder, when left out.",
      valueName: "file"
    )
  )
  var checkpoint: String?

  func validate() throws {
    if event != nil && follow { throw ValidationError("--event and --follow exclude each other") }
    if checkpoint != nil && !follow { throw ValidationError("--checkpoint goes with --follow") }
  }

  func run(in context: AWSContext) async throws {
    if let event { return try await handle(event, context) }
    if follow { return try await followStream(context) }
    guard let address = context.environment["AWS_LAMBDA_RUNTIME_API"] else {
      throw ValidationError("say --event FILE or --follow; only in AWS Lambda there is nothing to say")
    }
    let runtime = try LambdaRuntime(address: address, in: context)
    try await runtime.run { try await handler(context.inLambda) }
  }

  private func handle(_ path: String, _ context: AWSContext) async throws {
    let event = try StreamEvent(InputFile(path: path))
    let response = try await handler(context).response(to: event, deadline: nil)
    try context.console.result(response.text(.compact))
  }

  private func handler(_ context: AWSContext) async throws -> EventHandler {
    EventHandler(try await updater(context))
  }

  private func updater(_ context: AWSContext) async throws -> GroupUpdater {
    let client = try await DynamoDBClient.live(aws, in: context)
    let store = MessageStore(client, table: try tables.table(in: context), clock: context.clock)
    let log = RecordLog(context.console)
    return GroupUpdater(store, clock: context.clock) { log.write($0, $1, reason: $2) }
  }

  private func followStream(_ context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let stream = try await client.stream(of: table.description)
    let file = try CheckpointFile(checkpoint, stream: stream, environment: context.environment)
    let updater = try await updater(context)
    context.console.note("following the stream of \(table) in \(client.aws.target.summary)")
    try await StreamFollower(
      try await StreamsClient.live(aws, in: context),
      context.console,
      start: .trimHorizon
    )
    .run(from: file.load(), work: { try await updater.process($0) }, save: file.save)
  }
}

extension AWSContext {
  /// In Lambda the region and the keys come from the environment, and AWS itself is meant.
  fileprivate var inLambda: AWSContext { inStage(.prod) }
}
