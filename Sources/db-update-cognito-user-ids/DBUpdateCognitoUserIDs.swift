import ArgumentParser
import Postgres
import Shared

@main
struct DBUpdateCognitoUserIDs: Tool {
  static let configuration = CommandConfiguration(
    commandName: "db-update-cognito-user-ids",
    abstract: "Write the Cognito ids of the pool's users into PostgreSQL.",
    discussion: """
      Reads every page of the user pool AWS_COGNITO_USER_POOL_ID, then updates all users by one statement: all rows are
      changed, or none is.

      Example: AWS_COGNITO_USER_POOL_ID=ca-central-1_AbCdEfGhI db-update-cognito-user-ids prod
      """
  )

  @OptionGroup var options: StageOptions
  @OptionGroup var aws: AWSOptions
  @OptionGroup var postgres: PostgresOptions

  func run(in context: Context) async throws {
    try context.console.result(context.console.outputStyle.label("== db-update-cognito-user-ids"))
    let target = try ConnectionTarget(postgres, in: context, tool: "db-update-cognito-user-ids")
    let cognito = try CognitoClient.live(aws, in: context)
    context.console.note("from \(cognito.summary) to \(target)")
    let connection = try PostgresConnection(to: target, console: context.console)
    try await CognitoSync(cognito, connection, context.console).run()
  }
}
