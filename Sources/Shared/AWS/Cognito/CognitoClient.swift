import Toolkit

/// Cognito's user pools, as far as the tools use them.
package struct CognitoClient: Sendable {
  package let aws: AWSClient
  /// The pool's id, such as `ca-central-1_EXAMPLE`.
  package let userPool: String

  /// Names the pool.
  package static let poolVariable = "AWS_COGNITO_USER_POOL_ID"

  /// The names of the same variable in other parts of Cruddur and in other tools.
  private static let otherVariables = [
    "AWS_USER_POOLS_ID", "AWS_USER_POOL_ID", "COGNITO_USER_POOL_ID", "REACT_APP_AWS_USER_POOLS_ID",
  ]

  /// The client of a run, for the pool that `AWS_COGNITO_USER_POOL_ID` names.
  ///
  /// A pool's id begins with its region, which is the region of the requests, whatever else is configured.
  /// `--region` must name the same one.
  package static func live(_ options: AWSOptions, in context: AWSContext) async throws -> CognitoClient {
    let variable = poolVariable
    guard let pool = context.environment[variable] else {
      throw ToolError(
        .configuration,
        message: "\(variable) is not set: it names the user pool",
        next: context.environment.first(of: otherVariables).map { .namePool(as: $0.name) } ?? .namePool
      )
    }
    guard let region = region(of: pool) else {
      throw ToolError(
        .configuration,
        message:
          "\(variable) is \"\(pool.onOneLine)\", which is not the id of a user pool, such as us-east-1_AbCdEfGhI"
      )
    }
    if let flag = options.region, flag != region {
      throw ToolError(.configuration, message: "user pool \(pool) is in \(region), and --region says \(flag)")
    }
    var options = options
    options.region = region
    let client = try await AWSClient.live(
      .cognito,
      options: options,
      context: context,
      attempts: Limits.tableAttempts
    )
    return CognitoClient(aws: client, userPool: pool)
  }

  /// The region in a pool's id; nil when the text is not such an id.
  private static func region(of pool: String) -> String? {
    let parts = pool.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, pool.utf8.count <= 55, Region.isValid(String(parts[0])), !parts[1].isEmpty,
      parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    return String(parts[0])
  }

  package var summary: String { "user pool \(userPool), \(aws.target.summary)" }

  /// All users, each once: a user that changes while the pages are read may be on two of them.
  package func allUsers() async throws -> [CognitoUser] {
    var users: [CognitoUser] = []
    var known: Set<[UInt8]> = []
    for try await page in pages() {
      users += page.filter { user in user.sub.map { known.insert(Array($0.utf8)).inserted } ?? true }
    }
    return users
  }

  /// All users, in pages of 60.
  ///
  /// No `AttributesToGet`: with it the service refuses the whole page when one user lacks an attribute.
  func pages() -> Pages<[CognitoUser], String> {
    Pages(of: "ListUsers", from: aws) { token in
      let input: JSONObject = [
        "UserPoolId": .string(userPool), "Limit": 60, "PaginationToken": token.map { .string($0) },
      ]
      let answer = try await aws.call("ListUsers", body: input.encoded())
        .document(of: "ListUsers", from: aws)
      guard let users = answer["Users"]?.array, users.allSatisfy({ $0["Username"]?.string != nil }) else {
        throw aws.unexpected("ListUsers", reason: "it has no Users, or some without a Username")
      }
      let next = try aws.nextPage("PaginationToken", in: answer, of: "ListUsers")
      return (users.map(CognitoUser.init), users.isEmpty, next)
    }
  }
}
