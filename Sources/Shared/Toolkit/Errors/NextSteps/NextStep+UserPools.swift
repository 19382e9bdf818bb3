/// Suggestions about user pools.
extension NextStep {
  package static let namePool = NextStep(
    "Set it to the pool's id, such as us-east-1_AbCdEfGhI",
    commands: .aws(["cognito-idp", "list-user-pools", "--max-results", "60"])
  )
  /// - Parameter list: The command that lists the pools.
  package static func otherPool(list: String) -> NextStep {
    NextStep(
      "AWS_COGNITO_USER_POOL_ID names the pool; is it the one of this stage, region and account? See what is there",
      commands: .shell(list)
    )
  }
  /// - Parameter variable: Another variable, which holds the id of a pool.
  package static func namePool(as variable: String) -> NextStep {
    NextStep(
      "\(variable) is set. If it is the same pool",
      commands: .shell(#"export AWS_COGNITO_USER_POOL_ID="$\#(variable)""#)
    )
  }

  package static func updateUserIDs(addMissing: Bool = false) -> NextStep {
    NextStep(
      addMissing ? "To give them one" : "To write the pool's ids",
      commands: .tool("db-update-cognito-user-ids", addMissing ? ["--add-missing"] : [])
    )
  }

  package static let signUp = NextStep("Sign them up in the app, with their handle as preferred_username")

  /// - Parameter create: The command that makes one of them a user of the pool.
  package static func createPoolUser(_ create: String) -> NextStep {
    NextStep("Sign them up in the app, or make each of them a user of the pool", commands: .shell(create))
  }
}
