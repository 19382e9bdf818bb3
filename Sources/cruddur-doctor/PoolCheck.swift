import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// Compares the user pool with the users of PostgreSQL.
struct PoolCheck {
  let aws: AWSOptions
  /// The users of PostgreSQL; nil where they cannot be read.
  let rows: [UserRow]?
  let context: AWSContext

  func findings() async throws -> [Finding] {
    guard context.stage == .prod || context.environment[CognitoClient.poolVariable] != nil else {
      return [.note("pool", message: "\(CognitoClient.poolVariable) is not set: not looked at")]
        + mocksWithoutPool()
    }
    do {
      let cognito = try await CognitoClient.live(aws, in: context)
      let users = try await cognito.allUsers()
      let handles = Set(users.compactMap(\.preferredUsername).map { Array($0.utf8) })
      let inPool = { (row: UserRow) in handles.contains(Array(row.handle.utf8)) }
      let findings = [Finding.ok("pool", message: "\(cognito.userPool), \(counted(users.count, of: "user"))")]
      return findings + mocks(where: inPool) + ids(users, where: inPool)
        + sides(users, cognito: cognito, where: inPool)
    } catch let error as ToolError {
      return [.failed("pool", error: error)] + mocks { _ in true }
    }
  }

  // MARK: - Ids

  /// Without a pool every user keeps the id that the seed gave, and the local stage works with it.
  private func mocksWithoutPool() -> [Finding] {
    guard let rows else { return [] }
    let count = rows.count { $0.cognitoUserID == NewUser.unknownID }
    guard count > 0 else { return [.ok("ids", message: "no user has the id \(NewUser.unknownID)")] }
    return [
      .note(
        "ids",
        message:
          "\(counted(count, of: "user")) with the id \(NewUser.unknownID); changing it needs a user pool"
      )
    ]
  }

  /// - Parameter isKnown: Whether a user can be in the pool. The others are reported as missing there.
  private func mocks(where isKnown: (UserRow) -> Bool) -> [Finding] {
    guard let rows else { return [] }
    let mocks = rows.filter { $0.cognitoUserID == NewUser.unknownID && isKnown($0) }.map(\.handle)
    guard mocks.isEmpty else {
      return [
        .wrong(
          "ids",
          message: "\(counted(mocks.count, of: "user")) with the id \(NewUser.unknownID): \(listed(mocks))",
          next: .updateUserIDs()
        )
      ]
    }
    return [.ok("ids", message: "no user of the pool has the id \(NewUser.unknownID)")]
  }

  private func ids(_ users: [CognitoUser], where isKnown: (UserRow) -> Bool) -> [Finding] {
    guard let rows else { return [] }
    let subs = Set(users.compactMap(\.sub))
    let foreign = rows.filter { row in
      row.cognitoUserID != NewUser.unknownID && !subs.contains(row.cognitoUserID) && isKnown(row)
    }.map(\.handle)
    guard foreign.isEmpty else {
      return [
        .wrong(
          "pool ids",
          message:
            "\(counted(foreign.count, of: "user")) with an id that no user of the pool has: \(listed(foreign))",
          next: .updateUserIDs()
        )
      ]
    }
    return [.ok("pool ids", message: "all others are ids of the pool")]
  }

  // MARK: - Users of one side only

  private func sides(_ users: [CognitoUser], cognito: CognitoClient, where isKnown: (UserRow) -> Bool)
    -> [Finding]
  {
    guard let rows else { return [] }
    let inDatabase = Set(rows.map { Array($0.handle.utf8) })
    let onlyInPool = users.compactMap(\.preferredUsername).filter { !inDatabase.contains(Array($0.utf8)) }
    let onlyInDatabase = rows.filter { !isKnown($0) }
    var findings: [Finding] = []
    if !onlyInPool.isEmpty {
      findings.append(
        .wrong(
          "handles",
          message: "\(onlyInPool.count) of the pool have no row: \(listed(onlyInPool))",
          next: .updateUserIDs(addMissing: true)
        )
      )
    }
    if let first = onlyInDatabase.first {
      findings.append(
        .wrong(
          "handles",
          message:
            "\(onlyInDatabase.count) of PostgreSQL are not in the pool: \(listed(onlyInDatabase.map(\.handle)))",
          next: signUp(first, in: cognito),
          .updateUserIDs()
        )
      )
    }
    return findings.isEmpty ? [.ok("handles", message: "the same in the pool and in PostgreSQL")] : findings
  }

  /// In production users sign up by themselves, with a password of their own.
  private func signUp(_ user: UserRow, in cognito: CognitoClient) -> NextStep {
    guard context.stage == .local else { return .signUp }
    // The AWS CLI splits its attributes at commas and equals signs.
    let isPlain = (user.handle + user.email).utf8.allSatisfy { $0.isLetterOrDigit(or: "-_.+@") }
    guard isPlain, !user.handle.hasPrefix("-") else { return .signUp }
    // The course's pool has e-mail addresses as names.
    let words = ["--user-pool-id", cognito.userPool, "--username", user.email, "--user-attributes"]
    let attributes = ["Name=preferred_username,Value=\(user.handle)", "Name=email,Value=\(user.email)"]
    return .createPoolUser(cognito.aws.target.cliCommand("admin-create-user", arguments: words + attributes))
  }
}
