import Shared

/// Brings the pool's ids into `public.users`.
package struct CognitoSync {
  let cognito: CognitoClient
  let connection: PostgresConnection
  let console: Console

  package init(_ cognito: CognitoClient, _ connection: PostgresConnection, _ console: Console) {
    self.cognito = cognito
    self.connection = connection
    self.console = console
  }

  /// Reads all pages, updates all rows by one statement, then prints the script's line for each user.
  ///
  /// Users without a handle are skipped, handles without a row are told, both on stderr.
  ///
  /// - Throws: `ToolError` and `PostgresError`; nothing is changed then. Two users with one handle are refused.
  package func run() async throws {
    var users: [CognitoUserID] = []
    for try await page in cognito.users() { users += page.compactMap(identified) }
    try refuseDuplicates(users)
    let outcomes = try connection.updateCognitoUserIDs(users)
    for (user, outcome) in zip(users, outcomes) {
      try console.result("---- \(user.handle.onOneLine) \(user.sub.onOneLine)")
      if outcome == .noSuchHandle { console.warn("handle '\(user.handle.onOneLine)' has no row in users") }
    }
    summarize(outcomes)
  }

  private func identified(_ user: CognitoUser) -> CognitoUserID? {
    guard let handle = user.preferredUsername, let sub = user.sub else {
      console.warn("Cognito user '\(user.username.onOneLine)' has no preferred_username: skipped")
      return nil
    }
    return CognitoUserID(handle: handle, sub: sub)
  }

  /// The service lets two users have one preferred_username; which of them the row belongs to, nobody can tell.
  private func refuseDuplicates(_ users: [CognitoUserID]) throws(ToolError) {
    let groups = Dictionary(grouping: users) { Array($0.handle.utf8) }.values.filter { $0.count > 1 }
    guard let first = groups.min(by: { $0[0].handle < $1[0].handle }) else { return }
    let more = groups.count > 1 ? ", and \(groups.count - 1) more handles are not unique" : ""
    throw ToolError(
      .data,
      "\(first.count) users of pool \(cognito.userPool) have the handle '\(first[0].handle.onOneLine)'\(more)",
      hint: "Nothing was changed; give each user a preferred_username of its own"
    )
  }

  private func summarize(_ outcomes: [CognitoUserIDOutcome]) {
    let unchanged = outcomes.count { $0 == .unchanged }
    let missing = outcomes.count { $0 == .noSuchHandle }
    let updated = outcomes.count - unchanged - missing
    console.note("\(updated) updated, \(unchanged) unchanged, \(missing) without a row")
  }
}
