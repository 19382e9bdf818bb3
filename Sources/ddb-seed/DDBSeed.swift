import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DDBSeed: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-seed",
    abstract: "Write a conversation of two users into the messages table.",
    discussion: """
      Looks both users up in PostgreSQL, then writes the two message-group rows and a message for each line, a minute \
      apart, the last of them now. All is checked before the first write. A group that has messages already stops the \
      seed, unless --replace, --append or --if-not-exists says what to do.

      --start writes what the week's script writes, and for the same moment the same items again: its group rows are \
      dated at the start, with the text "this is a filler message". For a conversation in the past take --end.

      Example: ddb-seed --conversation talk.txt --end -1h
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var handles: SeedHandles
  @OptionGroup var seed: SeedOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When the first message was written: \(MomentArgument.forms). Not with --end.",
      valueName: "moment"
    ),
    transform: MomentArgument.init(parsing:)
  )
  var start: MomentArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When the last message was written; now, when left out. Not with --start.",
      valueName: "moment"
    ),
    transform: MomentArgument.init(parsing:)
  )
  var end: MomentArgument?

  @Flag var present: PresentMessages?

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    if start != nil, end != nil { throw ValidationError("--start and --end exclude each other") }
  }

  func run(in context: AWSContext) async throws {
    let table = try tables.table(in: context)
    let now = context.clock.now()
    let draft = try await seed.draft(
      anchor(now: now),
      handles: handles.resolved(in: context.environment),
      builtIn: ("fixtures/conversation.txt", Fixtures.conversation)
    )
    let users = try UserDirectory(postgres, in: context.base).users(withHandles: draft.handles)
    let seed = try draft.seed(of: users)
    let client = try await DynamoDBClient.live(aws, in: context)
    try await SeedCheck.tableTakesMessages(table, client: client, console: context.console)
    let group = SeedGroup(seed, users: users, table: table, client: client)
    guard
      try await group.makeReady(
        present,
        mayHoldMessages: start != nil,
        confirmation: confirmation,
        in: context
      )
    else {
      return
    }
    if let warning = seed.span.warning(now: now) { context.console.warn(warning) }
    try await seed.run(with: client, table: table, console: context.console)
    if present == .append { try await group.deleteOlderGroupRows() }
  }

  private func anchor(now: Timestamp) -> SeedSpan.Anchor {
    start.map { .start($0.timestamp(now: now)) } ?? .end(end?.timestamp(now: now) ?? now)
  }
}
