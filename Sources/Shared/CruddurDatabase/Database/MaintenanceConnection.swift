import Cruddur
import Postgres
import Toolkit

extension CruddurDatabase {
  /// The databases to connect to for creating and dropping others, as PostgreSQL's dropdb tries them.
  static let maintenanceDatabases = ["postgres", "template1"]

  /// Whether it is one of the server's own databases.
  static func isServersOwn(_ database: String) -> Bool {
    database == "template0" || maintenanceDatabases.contains(database)
  }

  /// Connects to another database of the target's server: a session cannot drop its own database.
  ///
  /// - Parameter databases: Tried in turn, where one does not exist or refuses this user.
  func connectToServer(through databases: [String] = maintenanceDatabases) throws -> PostgresConnection {
    let names = databases.filter { $0 != target.database }
    var failure = ToolError(.connection, message: "none accepts the connection")
    for name in names {
      do {
        return try PostgresConnection(to: target.database(named: name), console: console)
      } catch let error as ToolError where error.isAboutTheDatabase {
        failure = error
      } catch let error as ToolError where error.isAboutAbsentPassword {
        throw error.suggesting(.passwordForMaintenance(name, in: "\(target.source)"))
      }
    }
    let error = failure.reworded(
      "cannot use a maintenance database (\(names.joined(separator: ", "))): \(failure.message)"
    )
    // Its next step would be to create the maintenance database.
    throw failure.sqlState == .unknownDatabase ? error.suggesting() : error
  }
}

extension ToolError {
  /// Whether another database of the same server may accept the connection.
  fileprivate var isAboutTheDatabase: Bool {
    switch sqlState {
    // A line of pg_hba.conf can refuse a user one database and let it into another.
    case .unknownDatabase, .insufficientPrivilege, .invalidAuthorization: true
    default: false
    }
  }

  /// Whether the server asks for a password, and neither the URL nor `~/.pgpass` has one for this database.
  fileprivate var isAboutAbsentPassword: Bool { code == .authentication && server == nil }
}

extension PostgresConnection {
  /// The first version with DROP DATABASE … WITH (FORCE), which ends other sessions.
  private static let firstWithForce = 130_000

  /// - Throws: `ToolError` with the code `.configuration` when the user may not create databases.
  func checkMayCreate(_ new: ConnectionTarget) throws {
    let rows = try query(
      "SELECT current_user AS role FROM pg_roles WHERE rolname = current_user AND NOT (rolcreatedb OR rolsuper)",
      to: "see who may create databases"
    )
    guard let role = try rows.first?.text("role").onOneLine else { return }
    let statement = "ALTER ROLE \(try quoted(role).text) CREATEDB"
    throw ToolError(
      .configuration,
      message:
        "the user \(role) may not create databases on \(target): \(new.database.onOneLine) is not dropped",
      next: .allowCreating(by: target.psqlCommand(statement, asSameUser: false))
    )
  }

  /// Creates a database from a connection to another one. Returns the server's tag.
  func create(_ new: ConnectionTarget) throws -> String {
    let name = try quoted(new.database)
    return try execute("CREATE DATABASE \(name)", to: "create the database \(new.database.onOneLine)")
  }

  /// Drops a database from a connection to another one. Returns the server's tag.
  ///
  /// - Parameter serverVersion: As in `150004`; nil for the connection's.
  func drop(_ doomed: ConnectionTarget, force: Bool, serverVersion: Int? = nil) throws -> String {
    try refuseServersOwn(doomed)
    let name = try quoted(doomed.database)
    let serverForces = (serverVersion ?? self.serverVersion) >= Self.firstWithForce
    if force && !serverForces { try endSessions(in: doomed.database) }
    let statement: SQL =
      force && serverForces
      ? "DROP DATABASE IF EXISTS \(name) WITH (FORCE)" : "DROP DATABASE IF EXISTS \(name)"
    do {
      return try execute(statement, to: "drop the database \(doomed.database.onOneLine)")
    } catch let error as ToolError where error.sqlState == .objectInUse && !force {
      let sessions = try sessions(in: doomed.database)
      throw sessions.isEmpty ? error : error.suggesting(.endSessions(sessions))
    }
  }

  /// - Throws: `ToolError` with the code `.configuration` for one of the server's own databases.
  func refuseServersOwn(_ doomed: ConnectionTarget) throws(ToolError) {
    guard CruddurDatabase.isServersOwn(doomed.database) else { return }
    // A URL without a database means the one with the user's name, often `postgres`.
    throw ToolError(
      .configuration,
      message: "\(doomed.database) is the server's own database: it is not dropped",
      next: .namesDatabase(source: "\(doomed.source)")
    )
  }

  /// The sessions in a database: `psql of phidel at 10.0.0.7 (pid 4711)`, separated by commas.
  func sessions(in database: String) throws -> String {
    let rows = try query(
      """
      SELECT pid, application_name AS program, usename AS role, host(client_addr) AS place
      FROM pg_stat_activity WHERE datname = \(database) AND pid <> pg_backend_pid() ORDER BY pid LIMIT 5
      """,
      to: "see who is connected"
    )
    return try rows.map { try $0.sessionText() }.joined(separator: ", ")
  }

  /// Ends all other sessions in a database. DROP DATABASE then waits up to 5 s for them to have ended.
  func endSessions(in database: String) throws {
    try query(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = \(database) AND pid <> pg_backend_pid()
      """,
      to: "end the sessions of others"
    )
  }
}
