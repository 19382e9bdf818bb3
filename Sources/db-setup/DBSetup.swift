import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DBSetup: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "db-setup",
    abstract: "Set Cruddur's database up from nothing: create, schema, seed, user ids, drop the old one.",
    discussion: """
      The new database is built under another name. Only when it is whole it takes the place of the one that the \
      connection URL names, which is then dropped; a failure before that leaves the old one as it was. The user ids \
      come from the Cognito pool AWS_COGNITO_USER_POOL_ID; without it that step is skipped. --user names other first \
      users than the built-in two. With prod, the database's name must be typed at the terminal, or --yes be given.

      Example: db-setup --user andrew --user bayko
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var users: FirstUsers

  @Option(help: ArgumentHelp("Another file than fixtures/schema.sql.", valueName: "file"))
  var schema: String?

  @Option(help: ArgumentHelp("Another file than fixtures/seed.sql.", valueName: "file"))
  var seed: String?

  @Flag(help: "End the sessions of others in the database first.")
  var force = false

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    try users.validate(beside: seed)
  }

  func run(in context: AWSContext) async throws {
    let schema = try SQLScript(InputFile(path: schema, builtIn: ("fixtures/schema.sql", Fixtures.schema)))
    let seed = try SQLScript(InputFile(path: seed, builtIn: ("fixtures/seed.sql", Fixtures.seed)))
    context.console.note(context.console.errorStyle.label("==== db-setup"))
    let database = try CruddurDatabase(postgres, in: context.base)
    let cognito = try await cognitoClient(in: context)
    if let cognito {
      cognito.warnIfOnlyOneIsLocal(
        database: "\(database.target)",
        isLocal: database.target.isLocal,
        console: context.console
      )
    }
    try database.confirm(to: "replace, and lose all rows of,", in: context.base, options: confirmation)
    try await setUp(database, with: cognito, schema: schema, seed: seed, console: context.console)
  }

  private func setUp(
    _ database: CruddurDatabase,
    with cognito: CognitoClient?,
    schema: SQLScript,
    seed: SQLScript,
    console: Console
  ) async throws {
    let replacement = DatabaseReplacement(of: database)
    var steps = SetupSteps(console: console)
    var known: [CognitoUserID] = []
    if let cognito {
      // Read first: where the pool cannot be read, nothing is created.
      steps.add("cognito-list-users") { known = try await cognito.identifiedUsers(console) }
    }
    steps.add("db-create") { try replacement.create() }
    steps.add("db-schema-load") { try replacement.built.loadSchema(schema) }
    steps.add("db-seed") {
      let own = users.user
      if own.isEmpty { try replacement.built.seed(seed) } else { try replacement.built.seed(own) }
    }
    if cognito != nil {
      steps.add("db-update-cognito-user-ids") { try replacement.built.updateUserIDs(known) }
    }
    steps.add(DatabaseReplacement.stepName) { try replacement.takePlace(force: force) }
    do {
      try await steps.run()
    } catch {
      replacement.abandon()
      throw error
    }
  }

  private func cognitoClient(in context: AWSContext) async throws -> CognitoClient? {
    guard context.environment[CognitoClient.poolVariable] != nil else {
      context.console.note(
        "\(CognitoClient.poolVariable) is not set: the user ids are left as the seed has them"
      )
      return nil
    }
    let cognito = try await CognitoClient.live(aws, in: context)
    context.console.note("cognito: \(cognito.summary)")
    return cognito
  }
}
