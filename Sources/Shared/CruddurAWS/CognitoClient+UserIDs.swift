import AWS
import Cruddur
import Toolkit

extension CognitoClient {
  /// Reads all pages; the users that have a handle, with their ids.
  ///
  /// - Throws: As `identified(_:_:)`, and `ToolError` when the pool cannot be listed.
  package func identifiedUsers(_ console: Console) async throws -> [CognitoUserID] {
    try await identified(allUsers(), console)
  }

  /// The users that have a handle, with their ids. The others are skipped with a warning.
  ///
  /// - Throws: `ToolError` with the code `.data` when two users have one handle: the service lets them, but whose it is
  ///   nobody can tell.
  package func identified(_ users: [CognitoUser], _ console: Console) throws(ToolError) -> [CognitoUserID] {
    let identified = users.compactMap { user -> CognitoUserID? in
      guard let handle = user.preferredUsername, let sub = user.sub else {
        let missing = user.missing.joined(separator: " and no ")
        console.warn("Cognito user '\(user.username.onOneLine)' has no \(missing): skipped")
        return nil
      }
      return CognitoUserID(handle: handle, sub: sub, name: user.name, email: user.email)
    }
    try refuseDuplicates(identified)
    return identified
  }

  private func refuseDuplicates(_ users: [CognitoUserID]) throws(ToolError) {
    let groups = users.sharing(\.handle)
    guard let first = groups.first else { return }
    let more = groups.count > 1 ? ", and \(groups.count - 1) more handles are not unique" : ""
    throw ToolError(
      .data,
      "\(first.count) users of pool \(userPool) have the handle '\(first[0].handle.onOneLine)'\(more)",
      next: .uniqueHandles
    )
  }
}

extension CognitoUser {
  /// Which of the two attributes it lacks that Cruddur knows a user by.
  fileprivate var missing: [String] {
    [("preferred_username", preferredUsername), ("sub", sub)].filter { $0.1 == nil }.map(\.0)
  }
}
