import ArgumentParser
import Cruddur
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
      Users who are there are left as they are. --user names others than the built-in two. A file of --seed is applied \
      whole or not at all; it holds SQL, and of psql's commands only \\echo and those that pg_dump writes. With prod, a \
      file that holds other statements than INSERT is confirmed first: by the database's name, or by --yes.

      Example: db-seed --seed my-seed.sql
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var users: FirstUsers

  @Option(help: ArgumentHelp("Another file than fixtures/seed.sql.", valueName: "file"))
  var seed: String?

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func validate() throws {
    try users.validate(beside: seed)
  }

  func run(in context: Context) throws {
    guard users.user.isEmpty else { return try CruddurDatabase(postgres, in: context).seed(users.user) }
    let script = try SQLScript(InputFile(path: seed, builtIn: ("fixtures/seed.sql", Fixtures.seed)))
    let database = try CruddurDatabase(postgres, in: context)
    if !script.onlyInserts {
      try database.confirm(
        to: "apply \(script.name.onOneLine), which does more than add rows, to",
        in: context,
        options: confirmation
      )
    }
    try database.seed(script)
  }
}
