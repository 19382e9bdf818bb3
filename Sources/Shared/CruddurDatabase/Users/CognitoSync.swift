import Cruddur
import Postgres
import Toolkit

/// What an update of the Cognito ids has done.
struct CognitoSync {
  let users: [CognitoUserID]
  /// In the order of the users.
  let outcomes: [CognitoUserIDOutcome]

  /// Prints the script's lines, and on stderr what the script did not notice.
  func report(on console: Console) throws {
    try console.result(console.outputStyle.label("== db-update-cognito-user-ids"))
    for (user, outcome) in zip(users, outcomes) {
      try console.result("---- \(user.handle.onOneLine) \(user.sub.onOneLine)")
      if let warning = warning(user.handle.onOneLine, outcome) { console.warn(warning) }
    }
    let unchanged = outcomes.count { $0 == .unchanged }
    let missing = outcomes.count { $0 == .noSuchHandle }
    let updated = outcomes.count - unchanged - missing
    console.note("\(updated) updated, \(unchanged) unchanged, \(missing) without a row")
  }

  private func warning(_ handle: String, _ outcome: CognitoUserIDOutcome) -> String? {
    switch outcome {
    case .noSuchHandle: "handle '\(handle)' has no row in users"
    case .updated(let rows) where rows > 1:
      "handle '\(handle)' names \(rows) rows in users; all of them have its id now"
    case .updated, .unchanged: nil
    }
  }
}
