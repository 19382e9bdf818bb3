/// Finds the credentials where the AWS CLI finds them: the environment, then the profile.
///
/// A source that is configured but unusable ends the search with its reason; it is not passed over for the next one.
struct CredentialChain {
  let environment: Environment
  let profile: Profile

  /// What a local DynamoDB is signed with when nothing is configured. DynamoDB Local wants letters and digits only.
  static let localDummy = Credentials(accessKeyID: "local", secretAccessKey: "local")

  /// For a service on this machine: what is at hand without asking anybody, else a dummy.
  func localCredentials() throws(ToolError) -> Credentials {
    if let found = try fromEnvironment() { return found }
    if let found = try fromFile(profile.inCredentialsFile) { return found }
    return try fromFile(profile.inConfigFile) ?? Self.localDummy
  }

  /// For AWS.
  func credentials() throws(ToolError) -> Credentials {
    if let found = try fromEnvironment() { return found }
    try refuse(["role_arn", "web_identity_token_file", "sso_session", "sso_account_id", "sso_start_url"])
    if let found = try fromFile(profile.inCredentialsFile) { return found }
    try refuse(["login_session", "credential_process"])
    if let found = try fromFile(profile.inConfigFile) { return found }
    throw ToolError(
      .credentials,
      #"Unable to locate credentials. You can configure credentials by running "aws configure"."#,
      hint: "Or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile"
    )
  }

  /// A profile given by flag is meant: the environment's keys do not count then.
  private func fromEnvironment() throws(ToolError) -> Credentials? {
    guard !profile.isFromFlag, let id = environment["AWS_ACCESS_KEY_ID"] else { return nil }
    guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
      throw ToolError(.credentials, "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY")
    }
    let token = environment.first(of: ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"])?.value
    return try checked(id, secret, token, source: "the environment")
  }

  private func fromFile(_ section: ConfigFile.Section) throws(ToolError) -> Credentials? {
    func value(_ key: String) -> String? { section[key].flatMap { $0.value.isEmpty ? nil : $0.value } }
    guard let id = value("aws_access_key_id") else { return nil }
    guard let secret = value("aws_secret_access_key") else {
      throw ToolError(
        .credentials,
        "Partial credentials found in profile \(profile.name), missing: aws_secret_access_key"
      )
    }
    let token = value("aws_security_token") ?? value("aws_session_token")
    return try checked(id, secret, token, source: "profile \(profile.name)")
  }

  /// A line break in a key would become a header of its own.
  private func checked(
    _ id: String,
    _ secret: String,
    _ token: String?,
    source: String
  ) throws(ToolError) -> Credentials {
    guard (id + (token ?? "")).utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ToolError(
        .credentials,
        "the access key or session token of \(source) holds blanks or control characters"
      )
    }
    return Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
  }

  /// Refuses sources that this tool cannot use yet, at the places where the AWS CLI asks them: what comes after them would be
  /// somebody else's keys.
  private func refuse(_ sources: [String]) throws(ToolError) {
    guard let source = sources.first(where: { profile[$0] != nil }) else { return }
    throw ToolError(
      .credentials,
      "profile \(profile.name) gets its credentials by \(source), which this tool cannot do yet",
      hint: #"Run: eval "$(aws configure export-credentials --profile \#(profile.name) --format env)""#
    )
  }
}
