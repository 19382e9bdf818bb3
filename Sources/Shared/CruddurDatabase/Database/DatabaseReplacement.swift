import Cruddur
import Postgres
import Toolkit

/// A new database that is built under a temporary name, and replaces the old one when it is complete.
///
/// Until then the old one is unchanged; whatever ends the work early, `abandon` removes the new one.
package final class DatabaseReplacement {
  private enum State {
    case notBegun
    case building
    /// The request was sent, and not answered.
    case takingPlace
    case inPlace
  }

  /// The name of the last step, `takePlace`. It is not that of a tool: it does more than `db-drop`.
  package static let stepName = "replacement"

  /// The new database under its temporary name, for the steps that fill it.
  package let built: CruddurDatabase
  private let database: CruddurDatabase
  /// The name of the old one between its replacement and its removal.
  private let oldName: String
  /// Connected from the beginning to the end, so that the new database can be removed after Ctrl-C too.
  private var server: PostgresConnection?
  private var state = State.notBegun

  package init(of database: CruddurDatabase) {
    let mark = String(UInt64.random(in: .min ... .max), radix: 16)
    self.database = database
    var built = CruddurDatabase(
      database.target.database(named: "cruddur_new_\(mark)"),
      console: database.console
    )
    built.isPlanned = database.console.isDryRun
    self.built = built
    oldName = "cruddur_old_\(mark)"
  }

  /// Creates the new database, empty. It has the owner of the old one.
  ///
  /// - Throws: `ToolError`, also when the user may not create databases.
  package func create() throws {
    try database.step("db-create") {
      let server = try database.connectToServer()
      try server.refuseServersOwn(database.target)
      try server.checkMayCreate(database.target)
      let statement = try creation(on: server)
      self.server = server
      state = .building
      return [
        try server.execute(statement, to: "create a new database for \(database.target.database.onOneLine)")
      ]
    }
  }

  private func creation(on server: PostgresConnection) throws -> SQL {
    let name = try server.quoted(built.target.database)
    guard let owner = try server.ownerOfOther(database.target.database) else {
      return "CREATE DATABASE \(name)"
    }
    return try "CREATE DATABASE \(name) OWNER \(server.quoted(owner))"
  }

  /// Replaces the old database by the new one, in one transaction, then drops the old one.
  ///
  /// - Parameter force: Ends other sessions in the old one, which are an error otherwise.
  package func takePlace(force: Bool) throws {
    try database.step(Self.stepName) {
      guard let server else { return [] }
      let hasOld = try swap(on: server, force: force, attempts: Limits.swapAttempts)
      state = .inPlace
      let name = database.target.database.onOneLine
      database.console.note(
        hasOld
          ? "the new database is \(name) from now on; the old one is dropped"
          : "the new database is \(name) from now on; there was no old one to drop"
      )
      guard hasOld else { return [] }
      let isDropped = try server.executeDespiteInterrupt("DROP DATABASE \(server.quoted(oldName))")
      guard isDropped else {
        throw try oldIsLeft(on: server)
      }
      return ["DROP DATABASE"]
    }
  }

  /// Removes the new database, unless it has replaced the old one. Prints nothing where nothing was created.
  package func abandon() {
    let (name, console) = (built.target.database, database.console)
    if console.isDryRun { return }
    switch state {
    case .notBegun, .inPlace: break
    case .takingPlace:
      console.warn(
        "\(database.target) is either as it was before, and the new database is \(name), or it is the new one, and the "
          + "old one is \(oldName)"
      )
    case .building:
      console.warn("\(database.target) is as it was before; the new database \(name) is removed again")
      guard let server, let quoted = try? server.quoted(name),
        (try? server.executeDespiteInterrupt("DROP DATABASE IF EXISTS \(quoted)")) == true
      else {
        return console.warn(
          "\(name) could not be removed",
          next: server.map { .removeNew($0.target.psqlCommand("DROP DATABASE IF EXISTS \"\(name)\"")) }
        )
      }
    }
  }

  /// - Returns: Whether there was an old one.
  private func swap(on server: PostgresConnection, force: Bool, attempts: Int) throws -> Bool {
    let name = database.target.database
    let hasOld = try server.hasDatabase(name)
    if hasOld && force { try server.endSessions(in: name) }
    do {
      try server.inTransaction(to: "put the new database in the place of \(name.onOneLine)") { purpose in
        if hasOld { try server.rename(name, to: oldName, purpose: purpose) }
        try server.rename(built.target.database, to: name, purpose: purpose)
        state = .takingPlace
      }
      return hasOld
    } catch {
      if Self.isRefusal(error) { state = .building }
      guard let error = error as? ToolError, error.sqlState == .objectInUse else { throw error }
      // Another session connected before the database was renamed.
      if force && attempts > 1 { return try swap(on: server, force: true, attempts: attempts - 1) }
      let sessions = try server.sessions(in: name)
      throw force || sessions.isEmpty ? error : error.suggesting(.endSessions(sessions))
    }
  }

  /// Whether the server refused or was not asked: then nothing has taken effect.
  private static func isRefusal(_ error: any Error) -> Bool {
    if error is CancellationError { return true }
    let server = (error as? ToolError)?.server
    return server?.sqlState != nil && server?.severity == "ERROR"
  }

  func oldIsLeft(on server: PostgresConnection) throws(ToolError) -> ToolError {
    ToolError(
      .unfinished,
      message:
        "the new database is in place in \(database.target), but the old one could not be dropped: it is called \(oldName)",
      next: .dropByHand(server.target.psqlCommand("DROP DATABASE \(try server.quoted(oldName).text)"))
    )
  }
}

extension PostgresConnection {
  /// The owner of a database, if that is another user; nil where it is this user, and where there is no such
  /// database.
  fileprivate func ownerOfOther(_ database: String) throws -> String? {
    let rows = try query(
      """
      SELECT pg_get_userbyid(datdba) AS owner FROM pg_database
      WHERE datname = \(database) AND pg_get_userbyid(datdba) <> current_user
      """,
      to: "see whose database it is"
    )
    return try rows.first?.text("owner")
  }

  fileprivate func hasDatabase(_ name: String) throws -> Bool {
    try !query("SELECT FROM pg_database WHERE datname = \(name)", to: "see which databases there are").isEmpty
  }

  fileprivate func rename(_ name: String, to other: String, purpose: String) throws {
    _ = try execute("ALTER DATABASE \(quoted(name)) RENAME TO \(quoted(other))", to: purpose)
  }

  fileprivate func inTransaction(to purpose: String, work: (String) throws -> Void) throws {
    _ = try execute("BEGIN", to: purpose)
    do {
      try work(purpose)
      _ = try execute("COMMIT", to: purpose)
    } catch {
      rollBack()
      throw error
    }
  }
}
