/// Suggestions about PostgreSQL.
extension NextStep {
  package static let writeConnectionURL = NextStep("Write postgresql://user:password@host:5432/cruddur")
  package static let setProdURL = NextStep(
    "Set PROD_CONNECTION_URL to postgresql://user:password@host:5432/cruddur"
  )
  package static let setLocalURL = NextStep(
    "Set CONNECTION_URL to postgresql://user:password@localhost:5432/cruddur"
  )

  /// - Parameter variable: The variable that names the database; nil where the command line does.
  package static func workOnProduction(_ variable: String?) -> NextStep {
    NextStep(
      variable == nil
        ? "To work on production add the argument prod"
        : "To work on production put this URL into PROD_CONNECTION_URL, and add the argument prod",
      commands: .again(flags: ["prod"])
    )
  }

  package static func nameLocalHost(in source: String) -> NextStep {
    NextStep("To work locally write \(source) like postgresql://user:password@localhost:5432/cruddur")
  }

  package static func checkPassword(in source: String) -> NextStep {
    NextStep("Check the user and the password in \(source)")
  }

  package static func connectByTCP(in source: String) -> NextStep {
    NextStep(
      "Over a Unix socket many servers accept only the system's user of the same name (peer); with a password "
        + "connect to localhost: write \(source) like postgresql://user:password@localhost:5432/cruddur"
    )
  }

  package static func allowTLS(in source: String) -> NextStep {
    NextStep("The server may accept only encrypted connections: leave sslmode=disable out of \(source)")
  }

  /// A line of `~/.pgpass` that names another database was not used.
  package static func passwordForMaintenance(_ database: String, in source: String) -> NextStep {
    NextStep(
      "Put the password into \(source), or have the line of ~/.pgpass name * or \(database) as its database"
    )
  }

  package static func composeName(_ host: String, in source: String) -> NextStep {
    NextStep("Is \(host) a name inside docker compose? From here it is localhost: write that in \(source)")
  }

  /// - Parameter source: Where the host and the port come from; nil where they are the local stack's.
  package static func startPostgres(source: String?) -> NextStep {
    NextStep(
      source.map {
        "Is PostgreSQL up, at the host and the port of \($0)? To start it, in the clone of this toolkit"
      }
        ?? "Is PostgreSQL up? To start it, in the clone of this toolkit",
      commands: .shell("scripts/stack up")
    )
  }

  package static func checkServer(in source: String) -> NextStep {
    NextStep("Is PostgreSQL up? Check the host and the port in \(source)")
  }

  package static func checkTLS(in source: String) -> NextStep {
    NextStep("Check \(source); it uses TLS unless it says sslmode=disable or prefer")
  }

  package static let createDatabase = NextStep("Create it", commands: .tool("db-create"))
  package static let keepOrDropDatabase = NextStep(
    "Leave it as it is, or drop it with all its rows",
    commands: .tool("db-create", ["--if-not-exists"]),
    .tool("db-drop")
  )
  package static let loadSchema = NextStep("Load the schema", commands: .tool("db-schema-load"))
  package static let createMissingTable = NextStep(
    "One of its tables is there: make the other with its CREATE TABLE from fixtures/schema.sql, by psql"
  )
  package static let addColumn = NextStep(
    "The table lacks a column of Cruddur's: add it with ALTER TABLE … ADD COLUMN, as fixtures/schema.sql has it"
  )
  package static let seedUsers = NextStep(
    "The table is empty. To add phidel and Sama",
    commands: .tool("db-seed")
  )

  package static func chooseHandle(_ handles: String) -> NextStep {
    NextStep(
      "Choose a handle that is there: \(handles); to add one",
      commands: .tool("db-seed", ["--user", "HANDLE"])
    )
  }

  package static let oneUserAHandle = NextStep(
    "Let one keep it: UPDATE public.users SET handle = … WHERE uuid = … for each of the others, or delete them"
  )

  /// - Parameter psql: The command that gives the role the right.
  package static func allowCreating(by psql: String) -> NextStep {
    NextStep("Have an administrator run", commands: .shell(psql))
  }

  package static let grantRight = NextStep(
    "Have an administrator grant the right, or connect as another user; docs/permissions.md says what each tool needs"
  )

  package static func namesDatabase(source: String) -> NextStep {
    NextStep("Does \(source) name a database?")
  }

  /// - Parameter psql: The command that drops the database.
  package static func dropByHand(_ psql: String) -> NextStep {
    NextStep("Drop it", commands: .shell(psql))
  }

  /// - Parameter psql: The command that drops the database, if it is there.
  package static func removeNew(_ psql: String) -> NextStep {
    NextStep("If it is still there, to drop it", commands: .shell(psql))
  }

  package static func endSessions(_ sessions: String) -> NextStep {
    NextStep("Connected to it: \(sessions). To end them", commands: .again(flags: ["--force"]))
  }

  /// The server's own hint.
  package static func server(_ hint: String?) -> NextStep? { hint.map { NextStep($0) } }
}
