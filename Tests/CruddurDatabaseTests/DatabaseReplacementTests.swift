import Cruddur
import Fixtures
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import CruddurDatabase

@Suite(.needsPostgreSQL, .inTurn) struct DatabaseReplacementTests {
  private func handles(_ database: TestDatabase) throws -> [String] {
    try database.connect().query("SELECT handle FROM public.users ORDER BY handle", to: "look")
      .map { try $0.text("handle") }
  }

  private func withReplacement(
    _ body: (TestDatabase, DatabaseReplacement) throws -> Void
  ) throws {
    try withDatabase(users: [("kept", "1")]) { database in
      let replacement = DatabaseReplacement(of: CruddurDatabase(try database.target(), console: .silent))
      defer { #expect(throws: Never.self) { try TestDatabase.drop(replacement.built.target.database) } }
      try body(database, replacement)
    }
  }

  @Test func `the old database exists until it is replaced, and then it is dropped`() throws {
    try withReplacement { database, replacement in
      try replacement.create()
      try replacement.built.loadSchema(SQLScript(name: "schema.sql", bytes: Fixtures.schema))
      try replacement.built.seed(SQLScript(name: "seed.sql", bytes: Fixtures.seed))
      #expect(try handles(database) == ["kept"])
      try replacement.takePlace(force: false)
      #expect(try handles(database) == ["Sama", "phidel"].sorted())
      let new = replacement.built.target.database
      #expect(try !TestDatabase.exists(new))
      let old = new.replacing("cruddur_new_", with: "cruddur_old_")
      #expect(try old != new && !TestDatabase.exists(old))
      // It is in place: there is nothing to take back.
      replacement.abandon()
      #expect(try handles(database).count == 2)
    }
  }

  @Test func `an abandoned new database is removed, at any time`() throws {
    try withReplacement { database, replacement in
      replacement.abandon()
      try replacement.create()
      #expect(try TestDatabase.exists(replacement.built.target.database))
      replacement.abandon()
      #expect(try !TestDatabase.exists(replacement.built.target.database))
      #expect(try handles(database) == ["kept"])
    }
  }

  @Test func `a session keeps the old database from being replaced, and both names are unchanged`() throws {
    try withReplacement { database, replacement in
      let session = try database.connect()
      try replacement.create()
      let error = try postgresError { try replacement.takePlace(force: false) }
      #expect(error.sqlState == .objectInUse)
      #expect(error.hint?.contains("cruddur-toolkit/tests of postgres") == true)
      #expect(try session.query("SELECT FROM public.users", to: "look").count == 1)
      #expect(try TestDatabase.exists(replacement.built.target.database))
      replacement.abandon()
      #expect(try !TestDatabase.exists(replacement.built.target.database))
    }
  }

  @Test func `an old database that is left is dropped by a command for this run's server`() throws {
    try withReplacement { database, replacement in
      let server = try CruddurDatabase(try database.target(), console: .silent).connectToServer()
      let hint = try replacement.oldIsLeft(on: server).hint ?? ""
      #expect(hint.hasPrefix("Drop it:\n  psql 'host="), "\(hint)")
      #expect(hint.contains(#" -c 'DROP DATABASE "cruddur_old_"#) && !hint.contains("password"), "\(hint)")
    }
  }

  @Test func `a session is ended by force`() throws {
    try withReplacement { database, replacement in
      let session = try database.connect()
      try replacement.create()
      try replacement.takePlace(force: true)
      #expect(throws: ToolError.self) { try session.query("SELECT 1", to: "go on") }
      #expect(throws: ToolError.self) { try handles(database) }
    }
  }

  @Test func `after cancellation the new database is removed too`() async throws {
    try await withDatabase(users: [("kept", "1")]) { database in
      let target = try database.target()
      let work = blockingTask {
        let replacement = DatabaseReplacement(of: CruddurDatabase(target, console: .silent))
        try replacement.create()
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        let error = try #require(throws: (any Error).self) { try replacement.takePlace(force: false) }
        #expect(error is CancellationError)
        replacement.abandon()
        let name = replacement.built.target.database
        throw ToolError(.unfinished, message: name)
      }
      let error = await #expect(throws: ToolError.self) { try await work.value }
      #expect(try !TestDatabase.exists(#require(error).message))
      #expect(try handles(database) == ["kept"])
    }
  }

  @Test(arguments: ["postgres", "template1"])
  func `the server's own databases are not replaced`(name: String) throws {
    let target = try ConnectionTarget.test(TestServer.url(database: name))
    let replacement = DatabaseReplacement(of: CruddurDatabase(target, console: .silent))
    let error = try postgresError { try replacement.create() }
    #expect(error.code == .configuration)
  }
}
