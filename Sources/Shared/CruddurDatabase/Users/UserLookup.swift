import Cruddur
import Postgres
import Synchronization
import Toolkit

/// Cruddur's users for a server: over a pool of connections. Who has which id in the user pool is remembered
/// for a minute.
package final class UserLookup: Sendable {
  private struct Known {
    let user: User
    let end: ContinuousClock.Instant
  }

  private let pool: PostgresPool
  private let known = Mutex<[String: Known]>([:])

  private static let usersRemembered = 10_000

  package init(_ pool: PostgresPool) {
    self.pool = pool
  }

  /// Succeeds when PostgreSQL answers.
  package func probe() async throws {
    try await pool.read { _ = try $0.query("SELECT 1", to: "reach the database") }
  }

  /// See `UserDirectory`.
  package func user(withHandle handle: String) async throws -> User? {
    try await pool.read { try UserDirectory($0).user(withHandle: handle) }
  }

  /// See `UserDirectory`.
  package func user(withUUID uuid: String) async throws -> User? {
    try await remembered("uuid \(uuid)") { try $0.user(withUUID: uuid) }
  }

  /// See `UserDirectory`.
  package func user(withCognitoID id: String) async throws -> User? {
    try await remembered("pool \(id)") { try $0.user(withCognitoID: id) }
  }

  /// See `UserDirectory`.
  package func users(atMost count: Int) async throws -> [User] {
    try await pool.read { try UserDirectory($0).users(atMost: count) }
  }

  /// Remembers only users that were found: one who has just signed up should not have to wait.
  private func remembered(
    _ key: String,
    find: @escaping @Sendable (UserDirectory) throws -> User?
  ) async throws -> User? {
    if let known = known.withLock({ $0[key] }), known.end > .now { return known.user }
    guard let user = try await pool.read({ try find(UserDirectory($0)) }) else { return nil }
    known.withLock { known in
      if known.count >= Self.usersRemembered { known = [:] }
      known[key] = Known(user: user, end: .now + Limits.rememberedUser)
    }
    return user
  }
}
