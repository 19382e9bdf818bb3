import Cruddur
import Fixtures
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import CruddurDatabase

@Suite(.needsPostgreSQL, .inTurn) struct CruddurDatabaseTests {
  /// Runs `body` with a database that does not exist yet, and removes what it leaves.
  private func withName(_ stem: String = "test", _ body: (String, CruddurDatabase) throws -> Void) throws {
    let name = TestDatabase.uniqueName(stem)
    let target = try ConnectionTarget.test(TestServer.url(database: name))
    defer { #expect(throws: Never.self) { try TestDatabase.drop(name) } }
    try body(name, CruddurDatabase(target, console: .silent))
  }

  @Test(arguments: ["test", "a\"b", "'; drop table users; --", "🙂 é", "UPPER", "$1", "a/b?c#d%20", "-"])
  func `a database of any name is created and dropped, and the others stay`(stem: String) throws {
    try withName(stem) { name, database in
      // Names that a statement would hit if it folded the name to lower case, or compared only its beginning.
      let others = Set(["\(name)x", name.uppercased(), name.lowercased()]).subtracting([name])
      defer { for other in others { #expect(throws: Never.self) { try TestDatabase.drop(other) } } }
      for other in others { try TestDatabase.create(other) }
      let id = String(name.suffix(36))
      #expect(try TestDatabase.names(containing: id) == others)
      try database.create(ifNotExists: false)
      #expect(try TestDatabase.names(containing: id) == others.union([name]))
      try database.drop(force: false)
      #expect(try TestDatabase.names(containing: id) == others)
      try database.drop(force: false)
      #expect(try TestDatabase.names(containing: id) == others)
    }
  }

  @Test func `an existing database is an error unless it is allowed`() throws {
    try withName { name, database in
      try database.create(ifNotExists: true)
      try database.create(ifNotExists: true)
      let error = try postgresError { try database.create(ifNotExists: false) }
      #expect(error.sqlState == .duplicateDatabase)
      #expect(error.message.contains("database \"\(name)\" already exists"))
      #expect(error.nextSteps == [.keepOrDropDatabase])
    }
  }

  @Test func `the whole set-up works in one process, and the users are found`() throws {
    try withName { name, database in
      try database.create(ifNotExists: false)
      try database.loadSchema(SQLScript(name: "schema.sql", bytes: Fixtures.schema))
      try database.seed(SQLScript(name: "seed.sql", bytes: Fixtures.seed))
      let connection = try PostgresConnection(to: database.target, console: .silent)
      let users = try UserDirectory(connection).users(withHandles: ["phidel", "Sama"])
      #expect(users.map(\.displayName) == ["phidel", "Sama"])
      try database.loadSchema(SQLScript(name: "schema.sql", bytes: Fixtures.schema))
      #expect(try connection.query("SELECT FROM public.users", to: "count").isEmpty)
    }
  }

  @Test func `without tables the next step of a seed is the command that creates them`() throws {
    try withDatabase { database in
      let cruddur = CruddurDatabase(try database.target(), console: .silent)
      for isBuiltIn in [true, false] {
        let seed = try SQLScript(name: "seed.sql", bytes: Fixtures.seed, isBuiltIn: isBuiltIn)
        let error = try postgresError { try cruddur.seed(seed) }
        #expect(error.sqlState == .undefinedTable)
        // The table that another file lacks need not be one of Cruddur's.
        #expect(error.hint == (isBuiltIn ? "Load the schema:\n  db-schema-load" : nil))
      }
    }
  }

  @Test(arguments: ["users", "activities"])
  func `for one missing table the next step of a seed keeps the rows of the other`(missing: String) throws {
    try withDatabase { database in
      let cruddur = CruddurDatabase(try database.target(), console: .silent)
      try cruddur.loadSchema(SQLScript(name: "schema.sql", bytes: Fixtures.schema))
      let connection = try database.connect()
      try connection.query("DROP TABLE \(connection.quoted(missing))", to: "set up")
      let seed = try SQLScript(name: "seed.sql", bytes: Fixtures.seed, isBuiltIn: true)
      let error = try postgresError { try cruddur.seed(seed) }
      #expect(error.sqlState == .undefinedTable)
      #expect(error.nextSteps == [.createMissingTable], "\(error)")
    }
  }

  @Test func `a session in the database keeps it from being dropped, except with force`() throws {
    try withName { name, database in
      try database.create(ifNotExists: false)
      let session = try PostgresConnection(to: database.target, console: .silent)
      let error = try postgresError { try database.drop(force: false) }
      #expect(error.sqlState == .objectInUse)
      #expect(error.message.contains("being accessed by other users (55006): There is 1 other session"))
      #expect(error.hint?.hasSuffix("To end them:\n  --force") == true)
      #expect(error.hint?.contains("cruddur-toolkit/tests of postgres") == true)
      #expect(try session.query("SELECT 1 AS one", to: "go on").count == 1)
      try database.drop(force: true)
      #expect(try !TestDatabase.exists(name))
      #expect(throws: ToolError.self) { try session.query("SELECT 1", to: "go on") }
    }
  }

  @Test func `a server older than 13 ends the sessions by its functions`() throws {
    try withName { name, database in
      try database.create(ifNotExists: false)
      let session = try PostgresConnection(to: database.target, console: .silent)
      let server = try database.connectToServer()
      #expect(try server.drop(database.target, force: true, serverVersion: 120_000) == "DROP DATABASE")
      #expect(try !TestDatabase.exists(name))
      #expect(throws: ToolError.self) { try session.query("SELECT 1", to: "go on") }
    }
  }

  @Test(arguments: ["postgres", "template0", "template1"])
  func `the server's own databases are not dropped`(name: String) throws {
    let target = try ConnectionTarget.test(TestServer.url(database: name))
    let error = try postgresError { try CruddurDatabase(target, console: .silent).drop(force: true) }
    #expect(error.code == .configuration)
    #expect(try TestDatabase.exists(name))
  }

  @Test func `the first maintenance database that accepts the connection is used, never the target`() throws {
    try withDatabase { target in
      let database = CruddurDatabase(try target.target(), console: .silent)
      func name(_ databases: String...) throws -> String {
        try database.connectToServer(through: databases).target.database
      }
      // Not template1: while somebody is in it, the other tests can make no databases.
      #expect(try name(target.name, "postgres") == "postgres")
      #expect(try name("no such", "postgres") == "postgres")
      let error = try postgresError { _ = try name("no such", "nor this") }
      #expect(
        error.message.hasPrefix("cannot use a maintenance database (no such, nor this): cannot connect to")
      )
      #expect(error.hint == nil)
    }
  }

  @Test func `a server whose access rules refuse one maintenance database is asked for the other`() throws {
    let refusal = ScriptedPostgres.report("E", ["S": "FATAL", "V": "FATAL", "C": "28000", "M": "no entry"])
    let server = try ScriptedPostgres(startup: refusal)
    defer { server.shutdown() }
    let target = try ConnectionTarget.test(server.url)
    let error = try postgresError { try CruddurDatabase(target, console: .silent).create(ifNotExists: false) }
    #expect(error.code == .authentication)
    #expect(error.message.hasPrefix("cannot use a maintenance database (postgres, template1): cannot"))
    #expect(error.message.hasSuffix("/template1: no entry"))
  }

  @Test func `after a missing password for the maintenance database the line of .pgpass is suggested`() throws
  {
    let server = try ScriptedPostgres(startup: ScriptedPostgres.passwordRequest)
    defer { server.shutdown() }
    let url = server.url.replacing("u:p@", with: "u@")
    let target = try ConnectionTarget.test(url)
    let error = try postgresError { try CruddurDatabase(target, console: .silent).create(ifNotExists: false) }
    #expect(error.hint?.contains("have the line of ~/.pgpass name * or postgres as its database") == true)
  }
}
