import AWS
import Cruddur
import CruddurDatabase
import HTTPServer

/// Finds out whose request it is.
struct Gate: Sendable {
  /// The tokens of the local stage; nil in production.
  let local: LocalTokens?
  private let users: UserLookup
  /// A longer token is not looked at: Cognito's have about 1,000 bytes.
  private static let longestToken = 8_192

  init(local: LocalTokens?, users: UserLookup) {
    self.local = local
    self.users = users
  }

  /// The user who sends the request.
  ///
  /// - Throws: `Refusal` with 401 without a valid token; what the stores fail by.
  func caller(of request: ServerRequest) async throws -> User {
    guard let token = Self.token(of: request) else { throw Refusal.unauthorized }
    if let uuid = local?.user(of: token) {
      guard let user = try await users.user(withUUID: uuid) else { throw Refusal.unauthorized }
      return user
    }
    throw Refusal.unauthorized
  }

  /// `Authorization: Bearer …`
  private static func token(of request: ServerRequest) -> String? {
    guard let field = request.headers["Authorization"], field.utf8.count <= longestToken else { return nil }
    let parts = field.split(separator: " ")
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }
}
