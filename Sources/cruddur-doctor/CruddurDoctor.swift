import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import Postgres
import Toolkit

@main
struct CruddurDoctor: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "cruddur-doctor",
    abstract: "Look at everything that Cruddur needs, and say what is wrong and what to type.",
    discussion: """
      Reads only: DynamoDB, the messages table, PostgreSQL, the users and their pool. A line for each check: ok; \
      wrong; or note (not checked, or needed by some tools only). Ends with 1 when something is wrong. To find rows \
      of users who are deleted it scans the table.

      Example: cruddur-doctor prod --output json
      """
  )

  enum Output: String, WordArgument {
    case text
    case json
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions

  @Option(help: "text, or json: an array of check, ok, message and next.")
  var output = Output.text

  func run(in context: AWSContext) async throws {
    var report = Report(output: output, commandLine: commandLine(in: context), console: context.console)
    let table = try tables.table(in: context)
    let tableCheck = TableCheck(options: aws, table: table, context: context)
    try await report.add(tableCheck.findings())
    let users = UsersCheck(postgres, context: context.base)
    try report.add(users.findings())
    let pool = PoolCheck(aws: aws, rows: users.rows, context: context)
    try await report.add(pool.findings())
    if let client = tableCheck.usableClient {
      let check = ConversationsCheck(
        client: client,
        table: table,
        users: users.rows.map { Set($0.map(\.uuid)) },
        now: context.clock.now()
      )
      try await report.add(check.findings())
    }
    try report.end()
  }

  /// The command line with the options for the place, which suggested commands repeat.
  private func commandLine(in context: AWSContext) -> CommandLineText {
    let named = [
      ("--endpoint-url", aws.endpointURL), ("--region", aws.region), ("--profile", aws.profile),
      ("--connection-url", postgres.connectionURL), ("--table", tables.flag?.description),
    ]
    let words = named.flatMap { name, value in value.map { [name, $0] } ?? [] }
    let stage = context.stage == .prod ? ["prod"] : []
    return CommandLineText(["cruddur-doctor"] + stage + words, stage: context.stage)
  }
}
