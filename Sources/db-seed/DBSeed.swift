import ArgumentParser
import CruddurDatabase
import Fixtures
import Postgres
import Toolkit

@main
struct DBSeed: Tool {
  static let configuration = CommandConfiguration(
    tool: "db-seed",
    abstract: "Add Cruddur's first users and their first activity.",
    discussion: """
      The file is applied whole or not at all; it holds SQL, and of psql's commands only \\echo and those that \
      pg_dump writes.

      Example: db-seed --seed my-seed.sql
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Option(help: ArgumentHelp("Another file than fixtures/seed.sql.", valueName: "file"))
  var seed: String?

  func run(in context: Context) throws {
    let script = try SQLScript(InputFile(path: seed, builtIn: ("fixtures/seed.sql", Fixtures.seed)))
    let database = try CruddurDatabase(postgres, in: context)
    try database.seed(script)
  }
}
