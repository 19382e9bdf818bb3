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
    abstract: "Set Cruddur's database up from nothing: drop, create, schema, seed, user ids.",
    discussion: """
      All five steps work on the one database that the connection URL names, and stop at the first failure. The user ids \
      come from the Cognito pool AWS_COGNITO_USER_POOL_ID, which is read before anything is dropped; without it that step \
      is skipped. With prod, the database's name must be typed at the terminal, or --yes be given.

      Example: db-setup --force
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Option(help: ArgumentHelp("Another file than fixtures/schema.sql.", valueName: "file"))
  var schema: String?

  @Option(help: ArgumentHelp("Another file than fixtures/seed.sql.", valueName: "file"))
  var seed: String?

  @Flag(help: "End the sessions of others in the database first.")
  var force = false

  @Flag(name: .shortAndLong, help: "Do not ask (prod).")
  var yes = false

  func run(in context: AWSContext) async throws {
    let schema = try SQLScript(InputFile(path: schema, builtIn: ("fixtures/schema.sql", Fixtures.schema)))
    let seed = try SQLScript(InputFile(path: seed, builtIn: ("fixtures/seed.sql", Fixtures.seed)))
    context.console.note(context.console.errorStyle.label("==== db-setup"))
    let cognito = try await cognitoClient(in: context)
    let database = try CruddurDatabase(postgres, in: context.base)
    try database.confirm(to: "drop and set up anew", in: context.base, yes: yes)
    var steps = SetupSteps(console: context.console)
    var users: [CognitoUserID] = []
    if let cognito {
      // A pool that cannot be read stops the work before anything is dropped.
      steps.add("cognito-list-users") { users = try await cognito.identifiedUsers(context.console) }
    }
    steps.add("db-drop") {
      try database.checkMayBeCreated()
      try database.drop(force: force)
    }
    steps.add("db-create") { try database.create(ifNotExists: false) }
    steps.add("db-schema-load") { try database.loadSchema(schema) }
    steps.add("db-seed") { try database.seed(seed) }
    if cognito != nil {
      steps.add("db-update-cognito-user-ids") { try database.updateUserIDs(users) }
    }
    try await steps.run()
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
