import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite(.needsPostgreSQL, .inTurn) struct ConnectingTests {
  private func connect(_ url: String, stage: Stage = .local) throws {
    _ = try PostgresConnection(to: .test(url, stage: stage), console: .silent)
  }

  @Test func `a wrong password says what to check and shows neither password`() throws {
    let url = try TestServer.url(password: "s3cret")
    let error = try postgresError { try connect(url) }
    #expect(error.code == .authentication)
    #expect(error.sqlState == .invalidPassword)
    #expect(error.message.hasPrefix("cannot connect to postgres@"))
    #expect(error.message.hasSuffix("password authentication failed for user \"postgres\""))
    #expect(error.hint == "Check the user and the password in --connection-url")
    #expect(!error.description.contains("s3cret"))
  }

  @Test func `the error about a missing password says that the server asks for one`() throws {
    let target = try ConnectionTarget.test(TestServer.url()).description
    let error = try postgresError { try connect("postgresql://\(target)") }
    #expect(error.code == .authentication)
    #expect(error.message == "cannot connect to \(target): the server asks for a password")
  }

  @Test func `for an unknown database the next step is the command that creates it`() throws {
    let error = try postgresError { try connect(TestServer.url(database: "no such")) }
    #expect(error.sqlState == .unknownDatabase)
    #expect(error.message.hasSuffix("database \"no such\" does not exist"))
    #expect(error.hint == "Create it:\n  db-create")
  }

  @Test func `for a refused connection the next step asks whether PostgreSQL is up`() throws {
    let error = try postgresError { try connect(TestServer.url(port: 1)) }
    #expect(error.code == .connection)
    #expect(error.message.hasSuffix(":1/postgres: connection refused"))
    let question =
      "Is PostgreSQL up, at the host and the port of --connection-url? "
      + "To start it, in the clone of this toolkit"
    #expect(error.hint == "\(question):\n  scripts/stack up")
  }

  @Test func `an unknown host is named`() throws {
    let error = try postgresError { try connect("postgresql://u:p@no-such-host.invalid/d", stage: .prod) }
    #expect(error.code == .connection)
    #expect(error.message.contains("could not translate host name \"no-such-host.invalid\""))
  }

  @Test
  func `after a server that does not answer the next one is tried, and both are named if neither answers`()
    throws
  {
    let target = try ConnectionTarget.test(TestServer.url())
    let host = try #require(target.parameters["host"])
    let port = try #require(target.parameters["port"])
    let server = try SilentServer()
    let hosts = "127.0.0.1:\(server.port),\(host):\(port)"
    try connect("postgresql://postgres:password@\(hosts)/postgres?connect_timeout=2&sslmode=disable")
    let dead = "127.0.0.1:\(server.port),127.0.0.1:1"
    let error = try postgresError { try connect("postgresql://u:p@\(dead)/d?connect_timeout=2") }
    #expect(error.message.hasSuffix(": no answer from 127.0.0.1 within 2 s; connection refused"))
  }

  @Test func `while a statement waits for a lock, a warning says who holds it`() throws {
    try withDatabase(users: [("a", "1")]) { database in
      let holder = try database.connect()
      try holder.query("BEGIN", to: "set up")
      try holder.query("UPDATE public.users SET handle = 'b'", to: "set up")
      let output = RecordedOutput()
      let console = Console.noting(output)
      let waiter = try PostgresConnection(to: database.target(), console: console)
      try waiter.query("SET statement_timeout = '6.5s'", to: "set up")
      let error = try postgresError { try waiter.query("DELETE FROM public.users", to: "delete") }
      #expect(error.sqlState == .queryCanceled)
      let warning =
        "warning: waiting for a lock in \(try database.target()), which is held by cruddur-toolkit/tests of postgres at"
      #expect(output.text.hasPrefix(warning), "\(output.text)")
      #expect(output.text.contains("(pid \(holder.handle.processID))"))
      #expect(output.text.split(separator: "\n").count == 1)
    }
  }

  @Test func `prod refuses a server without TLS unless the URL allows it`() throws {
    let error = try postgresError { try connect(TestServer.url(), stage: .prod) }
    #expect(error.code == .connection)
    #expect(error.hint?.contains("sslmode=disable") == true)
    try connect(TestServer.url(parameters: "sslmode=disable"), stage: .prod)
  }

  @Test(arguments: [("cruddur", "p@ss/w:rd%?#&=é"), ("cr\"u'd dur", "'; drop table users; --")])
  func `a user and a password with percent-encoded characters connect`(user: String, password: String) throws
  {
    let server = try TestDatabase.connectToServer()
    let name = try server.quoted(TestDatabase.uniqueName(user))
    let literal = password.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    try server.query("\(name.createRole) PASSWORD '\(QuotedIdentifier(text: literal))'", to: "set up")
    defer { _ = try? server.query("DROP ROLE \(name)", to: "clean up") }
    let role = name.text.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
      .joined(separator: "\"")
    try connect(TestServer.url(user: role, password: password))
  }

  @Test(.enabled("needs a server with a Unix socket") { try TestServer.socket() != nil })
  func `a tool connects over a Unix socket`() throws {
    let (folder, port) = try #require(try TestServer.socket())
    for url in [
      "postgresql://postgres:password@\(TestServer.percentEncoded(folder)):\(port)/postgres",
      "postgresql://postgres:password@/postgres?host=\(folder)&port=\(port)",
      "host='\(folder)' port=\(port) user=postgres password=password dbname=postgres",
    ] {
      try connect(url)
      #expect(try ConnectionTarget.test(url).description == "postgres@\(folder):\(port)/postgres")
    }
  }

  @Test func `a URL that tries a dead server first goes on to the next`() throws {
    let target = try ConnectionTarget.test(TestServer.url())
    let host = try #require(target.parameters["host"])
    let port = try #require(target.parameters["port"])
    try connect("postgresql://postgres:password@\(host):1,\(host):\(port)/postgres")
  }
}

@Suite(.inTurn) struct SilentServerTests {
  @Test func `a server that never answers is given up in time`() throws {
    let server = try SilentServer()
    let target = try ConnectionTarget.test("postgresql://u:p@127.0.0.1:\(server.port)/d?connect_timeout=2")
    let error = try postgresError { _ = try PostgresConnection(to: target, console: .silent) }
    #expect(error.code == .connection)
    #expect(error.message == "cannot connect to \(target): no answer within 2 s")
  }

  @Test func `each address has a connect timeout of its own`() throws {
    let servers = [try SilentServer(), try SilentServer()]
    let hosts = servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    let target = try ConnectionTarget.test("postgresql://u:p@\(hosts)/d?connect_timeout=2")
    let start = ContinuousClock.now
    let error = try postgresError { _ = try PostgresConnection(to: target, console: .silent) }
    #expect(start.duration(to: .now) >= .seconds(4))
    let words = "no answer from 127.0.0.1 within 2 s"
    #expect(error.message == "cannot connect to \(target): \(words); \(words)")
  }

  /// libpq itself goes on to the second address, because the first server says that it is starting up.
  @Test func `an address has its whole timeout, although the one before took most of its own`() throws {
    let startingUp = ScriptedPostgres.report(
      "E",
      ["S": "FATAL", "V": "FATAL", "C": "57P03", "M": "the database system is starting up"]
    )
    let servers = [try ScriptedPostgres(startup: startingUp, after: 2), try ScriptedPostgres(after: 2)]
    defer { servers.forEach { $0.shutdown() } }
    let hosts = servers.map(\.place).joined(separator: ",")
    let target = try ConnectionTarget.test("postgresql://u:p@\(hosts)/d?connect_timeout=3&sslmode=disable")
    let start = ContinuousClock.now
    _ = try PostgresConnection(to: target, console: .silent)
    #expect(start.duration(to: .now) >= .seconds(4))
  }

  @Test func `a name of docker compose that does not resolve here is recognised`() throws {
    let target = try ConnectionTarget.test("postgresql://u:p@compose-db-of-nobody/d")
    let error = try postgresError { _ = try PostgresConnection(to: target, console: .silent) }
    #expect(
      error.hint == "Is compose-db-of-nobody a name inside docker compose? From here it is localhost: "
        + "write that in --connection-url"
    )
  }

  @Test func `waiting for a server ends when the task is cancelled`() async throws {
    let server = try SilentServer()
    let target = try ConnectionTarget.test("postgresql://u:p@127.0.0.1:\(server.port)/d?connect_timeout=0")
    let work = blockingTask { _ = try PostgresConnection(to: target, console: .silent) }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
  }
}

extension QuotedIdentifier {
  fileprivate var createRole: QuotedIdentifier { QuotedIdentifier(text: "CREATE ROLE \(text) LOGIN") }
}
