import AWS
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

/// What answers are made from: the stores, the tokens, the changes.
struct Services: Sendable {
  let stage: Stage
  let console: Console
  let clock: WallClock
  /// Where answers are made.
  let executor: (any TaskExecutor)?
  let origins: AllowedOrigins
  let users: UserLookup
  let messages: MessageStore
  let gate: Gate
  let changes: ChangeFeed
  private let reader: ChangeReader

  /// - Parameter executor: Where answers are made; nil for anywhere.
  /// - Throws: `ToolError` where the run's options and variables do not name the stores.
  init(
    aws: AWSOptions,
    postgres: PostgresOptions,
    tables: TableOptions,
    in context: AWSContext,
    executor: (any TaskExecutor)?
  ) async throws {
    stage = context.stage
    console = context.console
    clock = context.clock
    self.executor = executor
    origins = AllowedOrigins(context.environment)
    let target = try ConnectionTarget(postgres, in: context.base)
    users = UserLookup(PostgresPool(target, console: context.console))
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    messages = MessageStore(client, table: table, clock: context.clock)
    gate = Gate(
      local: context.stage == .local ? LocalTokens(clock: context.clock) : nil,
      pool: try await Self.pool(aws, in: context),
      users: users
    )
    changes = ChangeFeed(start: context.clock.now())
    reader = ChangeReader(
      feed: changes,
      client: client,
      streams: try await StreamsClient.live(aws, in: context),
      table: table,
      messages: messages,
      in: context
    )
  }

  /// Production needs a user pool; the local stage takes the tokens of one where there is one.
  private static func pool(_ aws: AWSOptions, in context: AWSContext) async throws -> AccessTokens? {
    guard context.stage == .prod || context.environment[CognitoClient.poolVariable] != nil else { return nil }
    return try await .live(aws, in: context)
  }

  /// Follows the table's stream for as long as `work` goes on; whoever waits for changes is then answered.
  func follow(_ work: @Sendable () async throws -> Void) async throws {
    let following = Task(executorPreference: executor) { await reader.run() }
    defer {
      following.cancel()
      changes.stop()
    }
    try await work()
  }
}
