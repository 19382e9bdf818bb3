import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite(.needsPostgreSQL, .inTurn) struct PostgresConnectionTests {
  @Test(arguments: ["", "plain", #"a"b\c{d},e"#, "'; drop table users; --", "NULL", "🙂é", "\u{1}\n\t"])
  func `any text goes to the server and comes back`(text: String) throws {
    let server = try TestDatabase.connectToServer()
    let rows = try server.query(
      "SELECT \(text)::text AS plain, (\([text, text])::text[])[2] AS element, \(nil)::text AS nothing",
      to: "echo"
    )
    let row = try #require(rows.first)
    #expect(try row.text("plain") == text)
    #expect(try row.text("element") == text)
    #expect(row["nothing"] == nil)
    #expect(throws: ToolError.self) { try row.text("nothing") }
    #expect(throws: ToolError.self) { try row.text("no such column") }
  }

  @Test func `a NUL character is refused, not cut off`() throws {
    let server = try TestDatabase.connectToServer()
    let error = try postgresError { try server.query("SELECT \("a\0b")::text", to: "echo") }
    #expect(error.code == .data)
  }

  @Test func `the server knows which tool is connected`() throws {
    let server = try TestDatabase.connectToServer()
    let row = try #require(
      try server.query("SELECT current_setting('application_name') AS name", to: "ask").first
    )
    #expect(row["name"] == "cruddur-toolkit/tests")
  }

  @Test func `a refused statement names purpose, target and state, and the connection goes on`() throws {
    let server = try TestDatabase.connectToServer()
    let error = try postgresError { try server.query("SELECT 1 / 0", to: "divide") }
    #expect(error.description == "cannot divide in \(server.target): division by zero (22012)")
    #expect(error.sqlState == SQLState(rawValue: "22012"))
    #expect(try server.query("SELECT 1 AS one", to: "count").first?["one"] == "1")
  }

  @Test func `for a missing privilege the next step is the page that lists the privileges`() throws {
    let server = try TestDatabase.connectToServer()
    _ = try server.execute("SET ROLE pg_monitor", to: "be somebody else")
    let error = try postgresError { try server.query("SELECT rolpassword FROM pg_authid", to: "look") }
    #expect(error.sqlState == .insufficientPrivilege)
    #expect(error.nextSteps == [.grantRight])
  }

  @Test func `an unexpected answer is not reported as a lost connection`() throws {
    let server = try TestDatabase.connectToServer()
    let error = try postgresError { try server.query("COPY (SELECT 1) TO STDOUT", to: "copy") }
    #expect(error.description == "cannot copy in \(server.target): unexpected answer PGRES_COPY_OUT (08P01)")
  }

  @Test func `cancelling the task stops the statement at the server`() async throws {
    let work = blockingTask {
      let server = try TestDatabase.connectToServer()
      try server.query("SELECT pg_sleep(600)", to: "sleep")
    }
    let observer = try TestDatabase.connectToServer()
    func sleepers() throws -> Int {
      try observer.query(
        "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'",
        to: "look"
      ).count
    }
    while try sleepers() == 0 { await Task.yield() }
    work.cancel()
    let error = await #expect(throws: ToolError.self) { try await work.value }
    #expect(error?.sqlState == .queryCanceled)
    while try sleepers() > 0 { await Task.yield() }
  }

  @Test func `no statement is sent after the task is cancelled`() async throws {
    let name = TestDatabase.uniqueName("late")
    let work = blockingTask {
      let server = try TestDatabase.connectToServer()
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      try server.query("CREATE DATABASE \(server.quoted(name))", to: "set up")
    }
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(try !TestDatabase.exists(name))
  }

  @Test func `the server's messages are shown without control characters`() throws {
    let server = try TestDatabase.connectToServer()
    let raise = "do $$ begin raise exception E'a\\u001b[31mb\\nc' using detail = E'd\\u009b1me\\r'; end $$"
    let error = try postgresError { try server.query(SQL(verbatim: raise), to: "raise") }
    #expect(error.server?.message == "a [31mb\nc")
    #expect(error.server?.detail == "d 1me")
    #expect(ConnectionFailure(libpqMessage: "FATAL:  28000: a\u{1B}[31mb\n").reason == "a [31mb")
  }
}
