import Cruddur
import Postgres
import Toolkit

/// The result of an update of the Cognito ids.
struct CognitoSync {
  let users: [CognitoUserID]
  /// In the order of the users.
  var outcomes: [CognitoUserIDOutcome]
  /// The handles that were added.
  var added: [String] = []
  /// By the handle of a user without a row: a row's handle that differs from it only in capital letters.
  var otherCase: [String: String] = [:]

  /// Prints the lines of the week-5 script, and on stderr what that script did not report.
  func report(on console: Console) throws {
    try console.result(console.outputStyle.label("== db-update-cognito-user-ids"))
    for (user, outcome) in zip(users, outcomes) {
      try console.result("---- \(user.handle.onOneLine) \(user.sub.onOneLine)")
      if let warning = warning(user.handle.onOneLine, outcome: outcome) { console.warn(warning) }
    }
    let updated = outcomes.reduce(0) { $0 + $1.updated }
    let unchanged = outcomes.reduce(0) { $0 + $1.rows } - updated
    let added = added.isEmpty ? "" : ", \(added.count) added"
    let counts = "\(counted(updated, of: "row")) updated, \(counted(unchanged, of: "row")) unchanged\(added)"
    let missing = missing.map(\.handle).filter { !self.added.contains($0) }
    guard !missing.isEmpty else { return console.note("\(counts), all of the pool have a row") }
    console.warn("\(counts), \(missing.count) of the pool have no row: \(listed(missing, on: console))")
  }

  /// The users of the pool without a row.
  var missing: [CognitoUserID] {
    zip(users, outcomes).filter { $1 == .noSuchHandle }.map(\.0)
  }

  private func listed(_ handles: [String], on console: Console) -> String {
    let shown = 3
    guard handles.count > shown, !console.isVerbose else {
      return handles.map(described).joined(separator: ", ")
    }
    let first = handles.prefix(shown).map(described).joined(separator: ", ")
    return "\(first), … (--verbose lists all)"
  }

  private func described(_ handle: String) -> String {
    let remark = otherCase[handle].map { " (there is \($0.onOneLine))" } ?? ""
    return handle.onOneLine + remark
  }

  /// New users for those without a row, if the pool has their e-mail address, which a row must have.
  func newUsers(_ console: Console) -> [NewUser] {
    missing.compactMap { user in
      guard let email = user.email, !email.isEmpty, !user.handle.utf8.contains(0) else {
        console.warn("'\(user.handle.onOneLine)' has no e-mail address in the pool: not added")
        return nil
      }
      let name = user.name.flatMap { $0.isEmpty ? nil : $0 } ?? user.handle
      return NewUser(handle: user.handle, displayName: name, email: email, cognitoUserID: user.sub)
    }
  }

  private func warning(_ handle: String, outcome: CognitoUserIDOutcome) -> String? {
    switch outcome.rows {
    case 0, 1: nil
    default: "handle '\(handle)' names \(outcome.rows) rows in users; all of them have its id now"
    }
  }
}
