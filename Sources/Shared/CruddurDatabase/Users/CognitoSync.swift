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
    let updated = outcomes.reduce(0) { $0 + $1.updated }
    let unchanged = outcomes.reduce(0) { $0 + $1.rows } - updated
    let missing = outcomes.count { $0.rows == 0 }
    console.note(
      "\(counted(updated, "row")) updated, \(counted(unchanged, "row")) unchanged, "
        + "\(counted(missing, "handle")) without a row"
    )
  }

  private func warning(_ handle: String, _ outcome: CognitoUserIDOutcome) -> String? {
    switch outcome.rows {
    case 0: "handle '\(handle)' has no row in users"
    case 1: nil
    default: "handle '\(handle)' names \(outcome.rows) rows in users; all of them have its id now"
    }
  }
}
