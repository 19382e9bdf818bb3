import ArgumentParser
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DBSchemaLoad: Tool {
  static let configuration = CommandConfiguration(
    tool: "db-schema-load",
    abstract: "Create Cruddur's tables, in place of those that are there.",
    discussion: """
      The file is applied whole or not at all; it holds SQL, and of psql's commands only \\echo and those that \
      pg_dump writes. The rows that were there are lost: with prod, the database's name must be typed at the terminal, or --yes be given.

      Example: db-schema-load --schema my-schema.sql
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Option(help: ArgumentHelp("Another file than fixtures/schema.sql.", valueName: "file"))
  var schema: String?

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: Context) throws {
    let script = try SQLScript(InputFile(path: schema, builtIn: ("fixtures/schema.sql", Fixtures.schema)))
    let database = try CruddurDatabase(postgres, in: context)
    try database.confirm(to: "drop and create the tables of", in: context, options: confirmation)
    try database.loadSchema(script)
  }
}
