import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

@main
struct DBUpdateCognitoUserIDs: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "db-update-cognito-user-ids",
    abstract: "Write the Cognito ids of the pool's users into PostgreSQL.",
    discussion: """
      Reads every page of the user pool AWS_COGNITO_USER_POOL_ID, then updates all users by one statement: all rows are \
      changed, or none is. With prod, the database's name must be typed at the terminal, or --yes be given.

      Example: AWS_COGNITO_USER_POOL_ID=ca-central-1_AbCdEfGhI db-update-cognito-user-ids prod
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Flag(help: "Add a row for each user of the pool who has none: handle, name and e-mail address.")
  var addMissing = false

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: AWSContext) async throws {
    let cognito = try await CognitoClient.live(aws, in: context)
    context.console.note("cognito: \(cognito.summary)")
    let database = try CruddurDatabase(postgres, in: context.base)
    cognito.warnIfOnlyOneIsLocal(
      database: "\(database.target)",
      isLocal: database.target.isLocal,
      console: context.console
    )
    try database.confirm(to: "overwrite the Cognito ids of users of", in: context.base, options: confirmation)
    let users = try await cognito.identifiedUsers(context.console)
    try database.updateUserIDs(users, addMissing: addMissing)
  }
}
