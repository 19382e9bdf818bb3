import Foundation
import Testing

extension World {
  /// Makes a pool of its own with these handles, nil for a user without one, and names it in the environment.
  ///
  /// - Returns: The users' subs, in the same order.
  mutating func makePool(_ handles: [String?]) async throws -> [String] {
    struct Pool: Decodable {
      let pool: String
      let subs: [String]
    }
    let file = try file("handles.json", JSONEncoder().encode(handles))
    let made: Pool = try await oracle("make_pool.py", [stack.cognito, "us-east-1", file])
    environment["AWS_COGNITO_USER_POOL_ID"] = made.pool
    return made.subs
  }
}
