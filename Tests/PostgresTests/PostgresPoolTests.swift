import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite(.needsPostgreSQL, .inTurn) struct PostgresPoolTests {
  private func pool(size: Int = 4) throws -> PostgresPool {
    PostgresPool(try .test(try #require(TestServer.url)), size: size, console: .silent)
  }

  private static func session(_ connection: PostgresConnection) throws -> String {
    let rows = try connection.query("SELECT pg_backend_pid()::text AS pid, pg_sleep(0.02)", to: "look")
    return try rows.first?.text("pid") ?? ""
  }

  @Test func `many tasks share a few connections`() async throws {
    let pool = try pool(size: 3)
    let sessions = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<30 { group.addTask { try await pool.read(Self.session) } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect((1...3).contains(sessions.count), "\(sessions)")
  }

  @Test func `connections that the server has ended are replaced`() async throws {
    let pool = try pool(size: 1)
    let other = try PostgresConnection(to: .test(try #require(TestServer.url)), console: .silent)
    var sessions: Set<String> = []
    for _ in 0..<3 {
      let session = try await pool.read(Self.session)
      sessions.insert(session)
      try other.query("SELECT pg_terminate_backend(\(session)::int, 5000)", to: "end a session")
    }
    #expect(sessions.count == 3)
  }

  @Test func `without a server a query fails at once, and succeeds when the server is back`() async throws {
    let silent = try Socket.bound()
    let pool = PostgresPool(
      try .test("postgresql://postgres:password@127.0.0.1:\(silent.port)/postgres"),
      console: .silent
    )
    for _ in 0..<2 {
      let error = await #expect(throws: ToolError.self) { try await pool.read(Self.session) }
      #expect(error?.code == .connection)
    }
  }

  @Test func `a cancelled task does not wait for its statement`() async throws {
    let pool = try pool(size: 1)
    let task = Task {
      try await pool.read { try $0.query("SELECT pg_sleep(2)", to: "wait") }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await !pool.read(Self.session).isEmpty)
  }

  @Test func `a statement that takes too long is an error, and the next one has another connection`()
    async throws
  {
    let pool = try pool(size: 1)
    let error = await #expect(throws: ToolError.self) {
      try await pool.read { try $0.query("SELECT pg_sleep(60)", to: "wait") }
    }
    #expect(error?.code == .connection && error?.message.contains("no answer for 5 s") == true)
    #expect(try await !pool.read(Self.session).isEmpty)
  }
}
