import Foundation
import TestSupport
import Testing

/// A database of one test, dropped when the test is over.
struct TestDatabase: Sendable {
  let world: World
  let name: String

  /// With a password that may not be shown.
  var url: String { Self.url(world.stack.postgres, database: name) }

  private static let nameCharacters = CharacterSet.alphanumerics.union(["_"])

  /// The server's URL with another database.
  static func url(_ server: String, database: String) -> String {
    server.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/" + (database.addingPercentEncoding(withAllowedCharacters: nameCharacters) ?? database)
  }

  /// Runs statements and files by psql; returns the rows, columns separated by `|`.
  @discardableResult
  func psql(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
    -> [String]
  {
    try await world.psql(url, arguments, sourceLocation: sourceLocation)
  }

  /// The rows of a query.
  func rows(_ sql: String) async throws -> [String] { try await psql("-c", sql) }

  /// Runs a statement in the server's own database; returns the rows.
  @discardableResult
  func onServer(_ sql: String) async throws -> [String] {
    try await world.psql(world.stack.postgres, ["-c", sql], sourceLocation: #_sourceLocation)
  }

  func exists() async throws -> Bool {
    try await onServer("SELECT 1 FROM pg_database WHERE datname = \(Self.quoted(name))") == ["1"]
  }

  /// The databases that this test has made and that still exist.
  func namesOfThisTest() async throws -> [String] {
    let unique = TestDatabase.quoted(world.unique)
    return try await onServer("SELECT datname FROM pg_database WHERE position(\(unique) IN datname) > 0")
  }

  /// Everything in the database as SQL, without the lines `\restrict` and `\unrestrict`, which differ in each
  /// dump.
  func dump(_ options: String...) async throws -> String {
    let run = try await world.run(program: "/usr/bin/env", ["pg_dump", "-w", "-d", url] + options)
    try #require(run.status == 0, "\(run.testDescription)")
    return run.stdout.split(separator: "\n").filter { !$0.contains("restrict ") }.joined(separator: "\n")
  }

  /// Runs `body` while psql is connected to the database and waits there; returns how psql ended.
  func whileConnected(_ body: () async throws -> Void) async throws -> Run {
    async let session = world.run(
      program: "/usr/bin/env",
      ["psql", "-X", "-w", "-d", url, "-c", "SELECT pg_sleep(3600)"],
      changes: ["PGAPPNAME": "somebody's psql"]
    )
    let here = "FROM pg_stat_activity WHERE datname = \(Self.quoted(name)) AND wait_event = 'PgSleep'"
    while try await onServer("SELECT 1 \(here)").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    try await body()
    try await onServer("SELECT pg_terminate_backend(pid) \(here)")
    return try await session
  }

  /// All users, to see that nothing has changed.
  func users() async throws -> [String] {
    try await rows("SELECT handle, cognito_user_id FROM public.users ORDER BY handle COLLATE \"C\", uuid")
  }

  func addUser(handle: String, displayName: String? = nil, sub: String = "none") async throws {
    let values = [displayName ?? handle, handle, "user@example.com", sub].map(Self.quoted)
    try await psql(
      "-c",
      "INSERT INTO public.users (display_name, handle, email, cognito_user_id) VALUES (\(values.joined(separator: ", ")))"
    )
  }

  static func quoted(_ text: String) -> String { "'\(text.replacingOccurrences(of: "'", with: "''"))'" }

  static func quotedName(_ name: String) -> String {
    "\"\(name.replacingOccurrences(of: "\"", with: "\"\""))\""
  }
}

extension World {
  fileprivate func psql(
    _ url: String,
    _ arguments: [String],
    sourceLocation: SourceLocation
  ) async throws -> [String] {
    let run = try await run(
      program: "/usr/bin/env",
      ["psql", "-X", "-w", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url] + arguments,
      changes: ["PGOPTIONS": "-c client_min_messages=error", "PGCLIENTENCODING": "UTF8"]
    )
    try #require(run.status == 0, "\(run.testDescription)", sourceLocation: sourceLocation)
    return run.stdout.split(separator: "\n").map(String.init)
  }

  /// Runs `body` with a database of its own, and with its URL in the environment.
  ///
  /// - Parameter isEmpty: Leaves Cruddur's tables and first users out.
  func withDatabase(
    isEmpty: Bool = false,
    _ body: (World, TestDatabase) async throws -> Void
  ) async throws {
    let name = "e2e_\(unique)"
    let here: SourceLocation = #_sourceLocation
    _ = try await psql(
      stack.postgres,
      ["-c", "CREATE DATABASE \(name) TEMPLATE template0"],
      sourceLocation: here
    )
    do {
      var world = self
      world.environment["CONNECTION_URL"] = TestDatabase.url(stack.postgres, database: name)
      let database = TestDatabase(world: world, name: name)
      if !isEmpty {
        try await database.psql("-f", Repository.fixture("schema.sql"), "-f", Repository.fixture("seed.sql"))
      }
      try await body(world, database)
      try await drop(name)
    } catch {
      try await drop(name)
      throw error
    }
  }

  /// Runs `body` with the name of a database that does not exist yet, and with its URL in the environment. A
  /// database of that name is dropped in the end.
  func withDatabaseName(_ stem: String = "e2e", _ body: (World, TestDatabase) async throws -> Void)
    async throws
  {
    let name = "\(stem)_\(unique)"
    var world = self
    world.environment["CONNECTION_URL"] = TestDatabase.url(stack.postgres, database: name)
    do {
      try await body(world, TestDatabase(world: world, name: name))
      try await drop(name)
    } catch {
      try await drop(name)
      throw error
    }
  }

  private func drop(_ database: String) async throws {
    _ = try await psql(
      stack.postgres,
      ["-c", "DROP DATABASE IF EXISTS \(TestDatabase.quotedName(database)) WITH (FORCE)"],
      sourceLocation: #_sourceLocation
    )
  }
}
