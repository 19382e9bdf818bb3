import FoundationEssentials
import Testing
import Toolkit

@testable import Postgres

/// A database of one test, dropped when the test is over.
package struct TestDatabase {
  package let name: String

  package func target(stage: Stage = .local) throws -> ConnectionTarget {
    try .test(TestServer.url(database: name), stage: stage)
  }

  package func connect() throws -> PostgresConnection {
    try PostgresConnection(to: target(), console: .silent)
  }

  /// A connection to the server's maintenance database.
  package static func connectToServer() throws -> PostgresConnection {
    try PostgresConnection(to: .test(TestServer.url()), console: .silent)
  }

  package static func uniqueName(_ stem: String = "test") -> String {
    "\(stem)_\(UUID().uuidString.lowercased())"
  }

  package static func exists(_ name: String) throws -> Bool {
    let server = try connectToServer()
    return try !server.query("SELECT 1 FROM pg_database WHERE datname = \(name)", to: "look").isEmpty
  }

  /// The databases whose names contain a text, without regard to case. The text is in lower case.
  package static func names(containing text: String) throws -> Set<String> {
    let server = try connectToServer()
    let rows = try server.query(
      "SELECT datname FROM pg_database WHERE position(\(text) IN lower(datname)) > 0",
      to: "look"
    )
    return try Set(rows.map { try $0.text("datname") })
  }

  package static func create(_ name: String) throws {
    let server = try connectToServer()
    try server.query("CREATE DATABASE \(server.quoted(name)) TEMPLATE template0", to: "set up")
  }

  /// Removes a database that a test may have left, whoever is connected to it.
  package static func drop(_ name: String) throws {
    let server = try connectToServer()
    try server.query("DROP DATABASE IF EXISTS \(server.quoted(name)) WITH (FORCE)", to: "clean up")
  }
}

/// Runs `body` with a database of its own.
///
/// - Parameter users: (handle, Cognito id) of the rows of `public.users`; without it there is no such table.
package func withDatabase(
  users: [(handle: String, sub: String)]? = nil,
  _ body: (TestDatabase) throws -> Void
) throws {
  let database = TestDatabase(name: TestDatabase.uniqueName())
  try TestDatabase.create(database.name)
  defer { #expect(throws: Never.self) { try TestDatabase.drop(database.name) } }
  if let users { try addUsers(users, to: database.connect()) }
  try body(database)
}

/// The same for asynchronous work.
package func withDatabase(
  users: [(handle: String, sub: String)]? = nil,
  _ body: (TestDatabase) async throws -> Void
) async throws {
  let database = TestDatabase(name: TestDatabase.uniqueName())
  try TestDatabase.create(database.name)
  defer { #expect(throws: Never.self) { try TestDatabase.drop(database.name) } }
  if let users { try addUsers(users, to: database.connect()) }
  try await body(database)
}

private func addUsers(_ users: [(handle: String, sub: String)], to connection: PostgresConnection) throws {
  try connection.query(
    """
    CREATE TABLE public.users (
      uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      display_name text NOT NULL,
      handle text NOT NULL,
      cognito_user_id text NOT NULL)
    """,
    to: "set up"
  )
  try connection.query(
    """
    INSERT INTO public.users (display_name, handle, cognito_user_id)
    SELECT upper(handle), handle, sub FROM unnest(\(users.map(\.handle))::text[], \(users.map(\.sub))::text[])
      AS given(handle, sub)
    """,
    to: "set up"
  )
}
