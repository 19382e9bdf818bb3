/// Suggestions about user pools.
extension NextStep {
  package static let namePool = NextStep(
    "Set it to the pool's id, such as us-east-1_AbCdEfGhI",
    commands: .shell("aws cognito-idp list-user-pools --max-results 60")
  )
  package static let otherPool = NextStep(
    "AWS_COGNITO_USER_POOL_ID names the pool; is it the one of this stage, region and account? See what is there",
    commands: .shell("aws cognito-idp list-user-pools --max-results 60")
  )
  /// - Parameter variable: Another variable, which holds the id of a pool.
  package static func namePool(as variable: String) -> NextStep {
    NextStep(
      "\(variable) is set. If it is the same pool",
      commands: .shell("export AWS_COGNITO_USER_POOL_ID=$\(variable)")
    )
  }

  package static func updateUserIDs(addMissing: Bool = false) -> NextStep {
    NextStep(
      addMissing ? "To give them one" : "To write the pool's ids",
      commands: .tool("db-update-cognito-user-ids", addMissing ? ["--add-missing"] : [])
    )
  }

  package static let signUp = NextStep("Sign them up in the app, with their handle as preferred_username")

  /// - Parameters:
  ///   - pool: The pool's id.
  ///   - place: The AWS CLI's options for the pool's endpoint, with a blank before them.
  /// - Returns: Nil for a handle or an address that the AWS CLI would split or a shell change.
  package static func createPoolUser(
    handle: String,
    email: String,
    pool: String,
    place: String
  ) -> NextStep? {
    let isPlain = (handle + email).utf8.allSatisfy { $0.isLetterOrDigit(or: "-_.+@") }
    guard isPlain, !handle.hasPrefix("-") else { return nil }
    return NextStep(
      "Sign them up in the app, or make each of them a user of the pool",
      commands: .shell(
        "aws cognito-idp admin-create-user\(place) --user-pool-id \(pool) --username \(handle) "
          + "--user-attributes Name=preferred_username,Value=\(handle) Name=email,Value=\(email)"
      )
    )
  }
}
