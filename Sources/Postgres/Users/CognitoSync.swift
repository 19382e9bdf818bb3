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
    var users: [CognitoUser] = []
    for try await page in cognito.users() { users += page }
    let identified = try cognito.identified(users, console)
    let outcomes = try connection.updateCognitoUserIDs(identified)
    for (user, outcome) in zip(identified, outcomes) {
      try console.result("---- \(user.handle.onOneLine) \(user.sub.onOneLine)")
      if case .updated(let rows) = outcome, rows > 1 {
        console.warn(
          "handle '\(user.handle.onOneLine)' names \(rows) rows in users; all of them have its id now"
        )
      }
      if outcome == .noSuchHandle { console.warn("handle '\(user.handle.onOneLine)' has no row in users") }
    }
    summarize(outcomes)
  }

  private func summarize(_ outcomes: [CognitoUserIDOutcome]) {
    let unchanged = outcomes.count { $0 == .unchanged }
    let missing = outcomes.count { $0 == .noSuchHandle }
    let updated = outcomes.count - unchanged - missing
    console.note("\(updated) updated, \(unchanged) unchanged, \(missing) without a row")
  }
}
