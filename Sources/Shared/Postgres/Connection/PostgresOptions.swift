import ArgumentParser
import Toolkit

/// The option of every tool that uses PostgreSQL.
package struct PostgresOptions: ParsableArguments {
  @Option(
    name: .customLong("connection-url"),
    help: ArgumentHelp(
      "The database. [CONNECTION_URL; with prod PROD_CONNECTION_URL]",
      valueName: "url"
    )
  )
  package var connectionURL: String?

  package init() {}
}
