import ArgumentParser
import Toolkit

/// The option of every tool that speaks to PostgreSQL.
package struct PostgresOptions: ParsableArguments {
  @Option(
    name: .customLong("connection-url"),
    help: ArgumentHelp(
      "The database, instead of CONNECTION_URL or, with prod, PROD_CONNECTION_URL.",
      valueName: "url"
    )
  )
  package var connectionURL: String?

  package init() {}
}
