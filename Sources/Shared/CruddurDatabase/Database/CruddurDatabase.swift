import Cruddur
import Postgres
import Toolkit

/// Cruddur's database, with a function for each step of the `db-` tools.
///
/// A step prints its name on stderr, as the week-5 scripts did, and the server's tags on stdout. All steps
/// work on the same target.
package struct CruddurDatabase: Sendable {
  package let target: ConnectionTarget
  let console: Console
  /// Whether a dry run only plans to create it: then its server's maintenance database stands in for it.
  var isPlanned = false

  /// Determines the database, and prints it.
  ///
  /// - Throws: `ToolError` with the code `.configuration`.
  package init(_ options: PostgresOptions, in context: Context) throws(ToolError) {
    self.init(try ConnectionTarget(options, in: context), console: context.console)
    console.note("postgres: \(target)")
  }

  init(_ target: ConnectionTarget, console: Console) {
    self.target = target
    self.console = console
  }

  /// Drops the database if there is one.
  ///
  /// - Parameter force: Ends other sessions in it, which are an error otherwise.
  package func drop(force: Bool) throws {
    try step("db-drop") { [try connectToServer().drop(target, force: force)] }
  }

  /// Creates the database.
  ///
  /// - Parameter ifNotExists: An existing database is not an error.
  package func create(ifNotExists: Bool) throws {
    try step("db-create") {
      do {
        return [try connectToServer().create(target)]
      } catch let error as ToolError where error.isAboutDuplicateDatabase {
        guard ifNotExists else { throw error.suggesting(.keepOrDropDatabase) }
        console.note("the database \(target.database.onOneLine) is there already")
        return []
      }
    }
  }

  /// Creates Cruddur's tables; the built-in file drops existing ones first.
  package func loadSchema(_ script: SQLScript) throws {
    try step("db-schema-load") {
      try connect().apply(script)
    }
  }

  /// Adds the first users. The built-in file adds only those that do not exist.
  package func seed(_ script: SQLScript) throws {
    try step("db-seed") {
      let connection = try connect()
      let present = script.isBuiltIn ? presentBuiltInHandles(connection) : []
      let tags = try connection.apply(script) { state in
        script.isBuiltIn && state == .undefinedTable ? stepToTables(connection) : nil
      }
      notePresent(present)
      return tags
    }
  }

  /// The next step where the tables for the first users are missing. `db-schema-load` would drop an existing
  /// one with its rows.
  private func stepToTables(_ connection: PostgresConnection) -> NextStep {
    let rows = try? connection.query(
      "SELECT 1 WHERE to_regclass('public.users') IS NOT NULL OR to_regclass('public.activities') IS NOT NULL",
      to: "look up tables"
    )
    return rows?.isEmpty == false ? .createMissingTable : .loadSchema
  }

  /// Writes the ids of Cognito's users into their rows by one statement, then prints the line of the week-5
  /// script for each.
  ///
  /// Handles with no row, and with several rows, are reported on stderr.
  ///
  /// - Parameter addMissing: Whether users without a row get one.
  package func updateUserIDs(_ users: [CognitoUserID], addMissing: Bool = false) throws {
    let connection = try connect()
    var sync = CognitoSync(users: users, outcomes: try connection.updateCognitoUserIDs(users))
    if addMissing {
      if console.isDryRun { sync.outcomes = try connection.presence(of: users) }
      sync.added = try connection.add(sync.newUsers(console)).handles
    }
    // A dry run updates nothing, so it has no result.
    if console.isDryRun { return }
    // Only a hint in a warning: a failure of this query does not make the update one.
    sync.otherCase = (try? connection.handlesInOtherCase(than: sync.missing.map(\.handle))) ?? [:]
    try report("db-update-cognito-user-ids") { try sync.report(on: console) }
  }

  func connect() throws -> PostgresConnection {
    guard isPlanned else { return try PostgresConnection(to: target, console: console) }
    let connection = try connectToServer()
    connection.standsInFor = target
    return connection
  }

  /// Prints the step's name, runs it, and prints the server's tags.
  func step(_ name: String, work: () throws -> [String]) throws {
    console.note(console.errorStyle.label("== \(name)"))
    let tags = try work()
    try report(name) { try console.write(Array(tags.map { $0 + "\n" }.joined().utf8)) }
  }

  /// Prints a step's result. Where that fails, the error says that the step is done.
  private func report(_ step: String, write: () throws -> Void) throws {
    do {
      try write()
    } catch let error as ToolError where error.code == .output {
      throw error.reworded("\(error.message); \(step) is done all the same")
    }
  }
}

extension ToolError {
  /// The second state is reported while another session creates the database at the same time.
  fileprivate var isAboutDuplicateDatabase: Bool {
    sqlState == .duplicateDatabase || sqlState == .uniqueViolation
  }
}
