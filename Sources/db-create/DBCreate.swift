import ArgumentParser
import CruddurDatabase
import Postgres
import Toolkit

@main
struct DBCreate: Tool {
  static let configuration = CommandConfiguration(
    tool: "db-create",
    abstract: "Create Cruddur's database.",
    discussion: """
      The database is the one that the connection URL names; it is created through the server's database \
      postgres, or template1.

      Example: db-create --if-not-exists
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Flag(help: "Leave an existing database as it is.")
  var ifNotExists = false

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: Context) throws {
    let database = try CruddurDatabase(postgres, in: context)
    try database.create(ifNotExists: ifNotExists)
  }
}
