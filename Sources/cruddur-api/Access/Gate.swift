import AWS
import Cruddur
import CruddurDatabase
import HTTPServer

/// Finds out whose request it is.
struct Gate: Sendable {
  /// The tokens of the local stage; nil in production.
  let local: LocalTokens?
  /// The pool's; nil in a local stage without a pool.
  private let pool: AccessTokens?
  private let users: UserLookup

  init(local: LocalTokens?, pool: AccessTokens?, users: UserLookup) {
    self.local = local
    self.pool = pool
    self.users = users
  }

  /// The user who sends the request.
  ///
  /// - Throws: `Refusal` with 401 without a valid token, and with 403 where Cruddur does not have the token's
  ///   user; the errors of the stores.
  func caller(of request: ServerRequest) async throws -> User {
    guard let token = Self.token(of: request) else { throw Refusal.unauthorized }
    if let uuid = local?.user(of: token) {
      guard let user = try await users.user(withUUID: uuid) else { throw Self.nobody }
      return user
    }
    guard let id = try await pool?.subject(of: token) else { throw Refusal.unauthorized }
    guard let user = try await users.user(withCognitoID: id) else { throw Self.nobody }
    return user
  }

  private static var nobody: Refusal { Refusal(403, error: "the token's user is not a user of Cruddur") }

  /// `Authorization: Bearer …`
  private static func token(of request: ServerRequest) -> String? {
    guard let field = request.headers["Authorization"], field.utf8.count <= SignedToken.longest else {
      return nil
    }
    let parts = field.split(separator: " ")
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }
}
