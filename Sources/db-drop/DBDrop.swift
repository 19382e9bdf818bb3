import ArgumentParser
import CruddurDatabase
import Postgres
import Toolkit

@main
struct DBDrop: Tool {
  static let configuration = CommandConfiguration(
    tool: "db-drop",
    abstract: "Drop Cruddur's database, if there is one.",
    discussion: """
      The database is the one that the connection URL names. With prod, its name must be typed at the \
      terminal, or --yes be given.

      Example: db-drop --force
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions

  @Flag(help: "End the sessions of others in the database first.")
  var force = false

  @OptionGroup var confirmation: ConfirmationOptions

  @Flag(help: .dryRun)
  var dryRun = false

  func run(in context: Context) throws {
    let database = try CruddurDatabase(postgres, in: context)
    try database.confirm(to: "drop", in: context, options: confirmation)
    try database.drop(force: force)
  }
}
