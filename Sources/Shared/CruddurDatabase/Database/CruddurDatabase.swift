import Cruddur
import Postgres
import Toolkit

/// Cruddur's database as a whole: what the `db-` tools do with it, one step each.
///
/// A step says on stderr what it is, as the scripts did, and prints the server's tags on stdout. All steps work on
/// one target, found out once.
package struct CruddurDatabase: Sendable {
  package let target: ConnectionTarget
  let console: Console

  /// Finds out which database is meant and says so.
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
  /// - Parameter force: ends the sessions of others in it, which otherwise are an error.
  package func drop(force: Bool) throws {
    try step("db-drop") { [try connectToServer().drop(target, force: force)] }
  }

  /// Creates the database.
  ///
  /// - Parameter ifNotExists: to find it there is no error.
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

  /// Creates Cruddur's tables; the file drops those that are there.
  package func loadSchema(_ script: SQLScript) throws {
    try step("db-schema-load") {
      try PostgresConnection(to: target, console: console).apply(script)
    }
  }

  /// Adds the first users. The built-in file adds those that are not there.
  package func seed(_ script: SQLScript) throws {
    try step("db-seed") {
      let connection = try PostgresConnection(to: target, console: console)
      let present = script.isBuiltIn ? presentBuiltInHandles(connection) : []
      let tags = try connection.apply(script) { state in
        script.isBuiltIn && state == .undefinedTable ? stepToTables(connection) : nil
      }
      notePresent(present)
      return tags
    }
  }

  /// How the tables come to be that the first users need. `db-schema-load` would drop one that is there, with its rows.
  private func stepToTables(_ connection: PostgresConnection) -> NextStep {
    let rows = try? connection.query(
      "SELECT 1 WHERE to_regclass('public.users') IS NOT NULL OR to_regclass('public.activities') IS NOT NULL",
      to: "look up tables"
    )
    return rows?.isEmpty == false ? .createMissingTable : .loadSchema
  }

  /// Writes the ids of Cognito's users into their rows by one statement, then prints the script's line for each.
  ///
  /// Handles without a row, and with several, are reported on stderr.
  ///
  /// - Parameter addMissing: Whether users without a row get one.
  package func updateUserIDs(_ users: [CognitoUserID], addMissing: Bool = false) throws {
    let connection = try PostgresConnection(to: target, console: console)
    var sync = CognitoSync(users: users, outcomes: try connection.updateCognitoUserIDs(users))
    if addMissing { sync.added = try connection.add(sync.newUsers(console)).handles }
    try report("db-update-cognito-user-ids") { try sync.report(on: console) }
  }

  /// Says what the step is, does it, and prints the server's tags.
  func step(_ name: String, _ work: () throws -> [String]) throws {
    console.note(console.errorStyle.label("== \(name)"))
    let tags = try work()
    try report(name) { try console.write(Array(tags.map { $0 + "\n" }.joined().utf8)) }
  }

  /// Prints what a step has done. It is done even where it cannot be printed, and then the error says so.
  private func report(_ step: String, _ write: () throws -> Void) throws {
    do {
      try write()
    } catch let error as ToolError where error.code == .output {
      throw error.reworded("\(error.message); \(step) is done all the same")
    }
  }
}

extension ToolError {
  /// The second state is that of a database that somebody else makes at this moment.
  fileprivate var isAboutDuplicateDatabase: Bool {
    sqlState == .duplicateDatabase || sqlState == .uniqueViolation
  }
}
