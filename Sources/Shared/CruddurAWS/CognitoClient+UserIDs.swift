import AWS
import Cruddur
import Toolkit

extension CognitoClient {
  /// Reads all pages, and returns the users that have a handle, with their ids.
  ///
  /// - Throws: `ToolError` when the pool cannot be listed.
  package func identifiedUsers(_ console: Console) async throws -> [CognitoUserID] {
    try await identified(allUsers(), console: console)
  }

  /// The users that have a handle, with their ids; each handle once.
  ///
  /// A user without a handle or an id is left out with a warning. So are users with the same handle, unless
  /// exactly one of them is confirmed and enabled: the service allows several users with one handle, and it
  /// is unknown whose it is.
  package func identified(_ users: [CognitoUser], console: Console) -> [CognitoUserID] {
    let known = users.filter { user in
      guard !user.missing.isEmpty else { return true }
      let missing = user.missing.joined(separator: " and no ")
      console.warn("Cognito user '\(user.username.onOneLine)' has no \(missing): skipped")
      return false
    }
    var leftOut: Set<[UInt8]> = []
    for sharing in known.sharing(\.handle) { leftOut.formUnion(losers(sharing, console: console)) }
    return known.filter { !leftOut.contains(Array($0.id.utf8)) }
      .map { CognitoUserID(handle: $0.handle, sub: $0.id, name: $0.name, email: $0.email) }
  }

  /// The ids of the users that are left out of these, which have the same handle.
  private func losers(_ users: [CognitoUser], console: Console) -> [[UInt8]] {
    let handle = users.first?.handle.onOneLine ?? ""
    let names = users.map { "'\($0.username.onOneLine)' (\($0.standing))" }.joined(separator: ", ")
    let confirmed = users.filter(\.isConfirmedAndEnabled)
    let winner = confirmed.count == 1 ? confirmed.first : nil
    let end = winner.map { "'\($0.username.onOneLine)' is taken, the only one confirmed and enabled" }
    console.warn(
      "\(users.count) users of pool \(userPool) have the handle '\(handle)': \(names); "
        + (end ?? "all are left out: give each user a preferred_username of its own")
    )
    return users.map { Array($0.id.utf8) }.filter { $0 != winner.map { Array($0.id.utf8) } }
  }
}

extension CognitoUser {
  /// Which of the attributes `preferred_username` and `sub` it lacks.
  fileprivate var missing: [String] {
    [("preferred_username", preferredUsername), ("sub", sub)].filter { $0.1 == nil }.map(\.0)
  }

  fileprivate var handle: String { preferredUsername ?? "" }
  fileprivate var id: String { sub ?? "" }

  /// Whether it can sign in: users of another identity provider need no confirmation.
  fileprivate var isConfirmedAndEnabled: Bool {
    isEnabled && ["CONFIRMED", "EXTERNAL_PROVIDER"].contains(status)
  }

  /// As a warning names it: `CONFIRMED`, `UNCONFIRMED, disabled`.
  fileprivate var standing: String { status.onOneLine + (isEnabled ? "" : ", disabled") }
}
