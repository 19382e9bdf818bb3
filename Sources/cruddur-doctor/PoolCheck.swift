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
      return [.ok("pool", "\(CognitoClient.poolVariable) is not set: not looked at")] + mocks()
    }
    do {
      let cognito = try await CognitoClient.live(aws, in: context)
      let users = try await cognito.allUsers()
      let findings = [Finding.ok("pool", "\(cognito.userPool), \(counted(users.count, "user"))")]
      return findings + mocks() + ids(users) + sides(users)
    } catch let error as ToolError {
      return [.failed("pool", error)] + mocks()
    }
  }

  private func mocks() -> [Finding] {
    guard let rows else { return [] }
    let mocks = rows.filter { $0.cognitoUserID == NewUser.unknownID }.map(\.handle)
    guard mocks.isEmpty else {
      return [
        .wrong(
          "ids",
          "\(counted(mocks.count, "user")) with the id \(NewUser.unknownID): \(listed(mocks))",
          .updateUserIDs()
        )
      ]
    }
    return [.ok("ids", "no user has the id \(NewUser.unknownID)")]
  }

  private func ids(_ users: [CognitoUser]) -> [Finding] {
    guard let rows else { return [] }
    let known = Set(users.compactMap(\.sub))
    let foreign = rows.filter { $0.cognitoUserID != NewUser.unknownID && !known.contains($0.cognitoUserID) }
      .map(\.handle)
    guard foreign.isEmpty else {
      return [
        .wrong(
          "pool ids",
          "\(counted(foreign.count, "user")) with an id that no user of the pool has: \(listed(foreign))",
          .updateUserIDs()
        )
      ]
    }
    return [.ok("pool ids", "all others are ids of the pool")]
  }

  private func sides(_ users: [CognitoUser]) -> [Finding] {
    guard let rows else { return [] }
    let inPool = Set(users.compactMap(\.preferredUsername).map { Array($0.utf8) })
    let inDatabase = Set(rows.map { Array($0.handle.utf8) })
    let onlyInPool = users.compactMap(\.preferredUsername).filter { !inDatabase.contains(Array($0.utf8)) }
    let onlyInDatabase = rows.map(\.handle).filter { !inPool.contains(Array($0.utf8)) }
    var findings: [Finding] = []
    if !onlyInPool.isEmpty {
      findings.append(
        .wrong(
          "handles",
          "\(onlyInPool.count) of the pool have no row: \(listed(onlyInPool))",
          .updateUserIDs(addMissing: true)
        )
      )
    }
    if !onlyInDatabase.isEmpty {
      findings.append(
        .wrong(
          "handles",
          "\(onlyInDatabase.count) of PostgreSQL are not in the pool: \(listed(onlyInDatabase))",
          .signUp
        )
      )
    }
    return findings.isEmpty ? [.ok("handles", "the same in the pool and in PostgreSQL")] : findings
  }
}
