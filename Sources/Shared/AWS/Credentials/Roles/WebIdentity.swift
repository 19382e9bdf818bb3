import Toolkit

/// A role that is assumed with a web identity token from a file, such as that of a Kubernetes pod or a CI
/// job.
struct WebIdentity: CachedCredentialSource {
  private let tokenFile: String
  private let arn: String
  private let sessionName: String?
  private let sts: STSClient
  let context: CredentialContext

  /// Nil where neither the environment nor the profile names a token file.
  ///
  /// - Throws: `ToolError` where the role is missing.
  init?(_ profile: Profile, in context: CredentialContext) throws(ToolError) {
    func setting(_ key: String, variable: String) -> String? {
      (profile.isFromFlag ? nil : context.environment[variable]) ?? profile[key]
    }
    guard let file = setting("web_identity_token_file", variable: "AWS_WEB_IDENTITY_TOKEN_FILE") else {
      return nil
    }
    guard let arn = setting("role_arn", variable: "AWS_ROLE_ARN") else {
      throw ToolError(
        .credentials,
        message:
          "profile \(profile.name) has a web identity token but no role: AWS_ROLE_ARN or role_arn is missing"
      )
    }
    tokenFile = context.environment.expandingHome(in: file) ?? file
    self.arn = arn
    sessionName = setting("role_session_name", variable: "AWS_ROLE_SESSION_NAME")
    sts = try STSClient(signer: nil, profile: profile, in: context)
    self.context = context
  }

  var name: String { "role \(arn) (web identity)" }

  var cacheKey: CLICache.Key {
    .botocore(["RoleArn": .string(arn), "RoleSessionName": sessionName.map { .string($0) }])
  }

  /// The token is read for each request: it changes.
  func request() async throws -> Credentials {
    do {
      let token = String(decoding: try File.contents(of: tokenFile), as: UTF8.self)
      let answer = try await assumeRole(by: token)
      return try CredentialDocument.sts.credentials(in: answer, from: self)
    } catch let error as ToolError {
      throw error.code == .credentials ? error : failure(error.message, next: error.nextSteps.first)
    }
  }

  private func assumeRole(by token: String) async throws -> JSONValue {
    try await sts.call(
      "AssumeRoleWithWebIdentity",
      parameters: [
        ("RoleArn", arn),
        ("RoleSessionName", sessionName ?? "cruddur-toolkit-\(context.now().seconds)"),
        ("WebIdentityToken", token),
      ],
      secret: token
    )
  }
}
