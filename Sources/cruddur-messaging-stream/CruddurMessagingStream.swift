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
      stream until Ctrl-C. The first time it begins at the oldest record, and a stream keeps a day; later it goes on \
      where it ended the last time.

      On stderr is a line of JSON for each record, with its outcome: moved (both users' rows have the message now), \
      current (they had it, or a newer one, before), superseded (a newer message of the same group was taken in its \
      place), ignored (it is not a new message), malformed (it cannot be read), noGroup (the group is gone), or failed \
      (the reason is in the line). With --quiet the lines of current, superseded and ignored are left out.

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
      "Where --follow keeps how far it came; ~/.local/state/cruddur/stream-….json, when left out. [XDG_STATE_HOME]",
      valueName: "file"
    )
  )
  var checkpoint: String?

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    if dryRun && event == nil { throw ValidationError("--dry-run goes with --event") }
    if event != nil && follow { throw ValidationError("--event and --follow exclude each other") }
    if checkpoint != nil && !follow { throw ValidationError("--checkpoint goes with --follow") }
  }

  func run(in context: AWSContext) async throws {
    if let event { return try await handle(event, context: context) }
    if follow { return try await followStream(context) }
    guard let address = context.environment["AWS_LAMBDA_RUNTIME_API"] else {
      throw ValidationError("give --event FILE or --follow; only AWS Lambda needs neither")
    }
    let runtime = try LambdaRuntime(address: address, in: context)
    let lambdaContext = context.inLambda
    try await runtime.run {
      try updater(try await DynamoDBClient.live(aws, in: lambdaContext), context: lambdaContext)
    }
  }

  private func handle(_ path: String, context: AWSContext) async throws {
    let event = try StreamEvent(InputFile(path: path))
    let updater = try updater(try await DynamoDBClient.live(aws, in: context), context: context)
    let failure = try await updater.process(event.records)
    try context.console.result(BatchResponse(failure).document.text(.compact))
    if let failure { throw failure.unfinished }
  }

  private func followStream(_ context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let stream = try await client.stream(of: table)
    let file = try CheckpointFile(checkpoint, stream: stream, environment: context.environment)
    let earlier = try file.load()
    let updater = try updater(client, context: context)
    let streams = try await StreamsClient.live(aws, in: context)
    context.console.note("following the stream of \(table) in \(client.aws.target.summary)")
    try await StreamFollower(streams, console: context.console, start: .oldest)
      .run(from: earlier, work: { try await updater.process($0)?.record.sequenceNumber }, save: file.save)
  }

  private func updater(_ client: DynamoDBClient, context: AWSContext) throws -> GroupUpdater {
    let log = RecordLog(context.console)
    return GroupUpdater(
      MessageStore(client, table: try tables.table(in: context), clock: context.clock),
      clock: context.clock
    ) { log.write($0, outcome: $1, reason: $2) }
  }
}

extension AWSContext {
  /// In Lambda the region and the keys come from the environment, and the stage is production.
  fileprivate var inLambda: AWSContext { inStage(.prod) }
}

extension GroupUpdater.Failure {
  /// With --event the user has to run it again; Lambda delivers records again by itself.
  fileprivate var unfinished: ToolError {
    error.reworded(
      "record \(record.sequenceNumber.onOneLine) failed, and those after it are not done: \(error.message)",
      as: .unfinished
    ).alsoSuggesting(.handleEventAgain)
  }
}
