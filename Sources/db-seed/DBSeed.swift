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

  @Option(help: ArgumentHelp("Another file than fixtures/seed.sql.", valueName: "file"))
  var seed: String?

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Add this user in place of the built-in two; may be repeated. The first writes the first activity.",
      valueName: "handle[:name[:e-mail]]"
    )
  )
  var user: [NewUser] = []

  func validate() throws {
    if seed != nil, !user.isEmpty { throw ValidationError("--seed and --user exclude each other") }
  }

  func run(in context: Context) throws {
    guard user.isEmpty else { return try CruddurDatabase(postgres, in: context).seed(user) }
    let script = try SQLScript(InputFile(path: seed, builtIn: ("fixtures/seed.sql", Fixtures.seed)))
    let database = try CruddurDatabase(postgres, in: context)
    if !script.onlyInserts {
      try database.confirm(
        to: "apply \(script.name.onOneLine), which does more than add rows, to",
        in: context,
        confirmation
      )
    }
    try database.seed(script)
  }
}
