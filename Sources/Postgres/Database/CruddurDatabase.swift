import Shared

/// Cruddur's database as a whole: what the `db-` tools do with it, one step each.
///
/// A step says on stderr what it is, as the scripts did, and prints the server's tags on stdout. All steps work on
/// one target, found out once.
package struct CruddurDatabase: Sendable {
  package let target: ConnectionTarget
  let console: Console

  /// Finds out which database is meant and says so.
  ///
  /// - Throws: `PostgresError` with the code `.configuration`.
  package init(_ options: PostgresOptions, in context: Context, tool: String) throws(PostgresError) {
    self.init(try ConnectionTarget(options, in: context, tool: tool), console: context.console)
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
    begin("db-drop")
    let server = try connectToServer()
    try console.result(server.drop(target, force: force))
  }

  /// Creates the database.
  ///
  /// - Parameter ifNotExists: to find it there is no error.
  package func create(ifNotExists: Bool) throws {
    begin("db-create")
    let server = try connectToServer()
    do {
      let name = try server.quoted(target.database)
      let purpose = "create the database \(target.database.onOneLine)"
      try console.result(server.execute("CREATE DATABASE \(name)", to: purpose))
    } catch let error as PostgresError where error.isAboutDuplicateDatabase {
      if ifNotExists { return console.note("the database \(target.database.onOneLine) is there already") }
      let create = target.command("db-create")
      throw error.suggesting("drop it (\(target.command("db-drop"))), or leave it: \(create) --if-not-exists")
    }
  }

  /// Creates Cruddur's tables; the file drops those that are there.
  package func loadSchema(_ script: SQLScript) throws {
    begin("db-schema-load")
    try apply(script) { _ in nil }
  }

  /// Adds the first users.
  package func seed(_ script: SQLScript) throws {
    begin("db-seed")
    try apply(script) { state in
      script.isBuiltIn && state == .undefinedTable ? "run: \(target.command("db-schema-load"))" : nil
    }
  }

  /// Writes the ids of Cognito's users into their rows by one statement, then prints the script's line for each.
  ///
  /// Handles without a row, and with several, are told on stderr.
  package func updateUserIDs(_ users: [CognitoUserID]) throws {
    let connection = try PostgresConnection(to: target, console: console)
    try CognitoSync(users: users, outcomes: connection.updateCognitoUserIDs(users)).report(on: console)
  }

  private func apply(_ script: SQLScript, nextStep: (SQLState) -> String?) throws {
    let connection = try PostgresConnection(to: target, console: console)
    let tags = try connection.apply(script, nextStep: nextStep)
    try console.write(Array(tags.map { $0 + "\n" }.joined().utf8))
  }

  private func begin(_ label: String) {
    console.note(console.errorStyle.label("== \(label)"))
  }
}

extension PostgresError {
  /// The second state is that of a database that somebody else makes at this moment.
  fileprivate var isAboutDuplicateDatabase: Bool {
    sqlState == .duplicateDatabase || sqlState == .uniqueViolation
  }
}
