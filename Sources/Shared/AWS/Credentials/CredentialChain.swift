import Toolkit

/// Finds the source that the AWS CLI would take the credentials from. Nothing is fetched yet.
///
/// The order is botocore's (`create_credential_resolver`): the environment, the profile's role, a web
/// identity, SSO, keys in the credentials file, a login, a process, keys in the config file, the container,
/// the instance. A source that is configured but unusable is an error; the next source is not tried.
struct CredentialChain {
  let profile: Profile
  let context: CredentialContext

  /// The credentials for a local DynamoDB when none are configured. DynamoDB Local takes only letters and
  /// digits.
  static let localPlaceholder = StaticCredentials(
    Credentials(accessKeyID: "local", secretAccessKey: "local"),
    from: "the local stage's placeholder keys"
  )

  /// For a local service: credentials that need no request, else placeholders.
  func localProvider() throws(ToolError) -> any CredentialProvider {
    if let found = try fromEnvironment() { return found }
    if let found = try StaticKeys.inFile(profile.inCredentialsFile, of: profile, place: "credentials") {
      return found
    }
    return try StaticKeys.inFile(profile.inConfigFile, of: profile, place: "config") ?? Self.localPlaceholder
  }

  /// For AWS.
  func provider() throws(ToolError) -> any CredentialProvider {
    if let found = try fromEnvironment() { return found }
    if profile["role_arn"] != nil, profile["web_identity_token_file"] == nil {
      return try RoleChain(context: context).provider(of: profile)
    }
    if let found = try withoutRole() { return found }
    if let container = ContainerCredentials(in: context) { return refreshing(container) }
    guard let metadata = try InstanceMetadata(profile, in: context) else { throw Self.nothing }
    return refreshing(InstanceCredentials(metadata: metadata, context: context, absence: Self.nothing))
  }

  static let nothing = ToolError(
    .credentials,
    message: #"Unable to locate credentials. You can configure credentials by running "aws configure"."#,
    next: .findCredentials
  )

  /// The keys of the environment, unless the profile is given by `--profile`, which then takes precedence.
  private func fromEnvironment() throws(ToolError) -> (any CredentialProvider)? {
    guard !profile.isFromFlag else { return nil }
    return try StaticKeys.inEnvironment(
      context.environment,
      insteadOf: profile.variable.map { "\($0)=\(profile.name)" }
    )
  }

  /// The warning that a profile is named by a variable but other keys sign; nil where the profile's keys are
  /// used.
  var unusedProfile: String? {
    let hasKeys = context.environment["AWS_ACCESS_KEY_ID"] != nil
    guard hasKeys, let variable = profile.variable else { return nil }
    let name = profile.name.onOneLine
    return "\(variable) is \(name), but requests are signed with AWS_ACCESS_KEY_ID of the environment: "
      + "unset that, or add --profile \(CommandLineText.quoted(profile.name))"
  }

  /// The profile's credentials other than by a role; nil where it has none.
  func withoutRole() throws(ToolError) -> (any CredentialProvider)? {
    if let identity = try WebIdentity(profile, in: context) { return refreshing(identity) }
    if let sso = try SSOCredentials(profile, in: context) { return refreshing(sso) }
    if let found = try StaticKeys.inFile(profile.inCredentialsFile, of: profile, place: "credentials") {
      return found
    }
    if let session = profile["login_session"] {
      return refreshing(LoginCredentials(session: session, profile: profile, context: context))
    }
    if let command = profile["credential_process"] {
      return refreshing(ProcessCredentials(command: command, profile: profile.name, context: context))
    }
    return try StaticKeys.inFile(profile.inConfigFile, of: profile, place: "config")
  }

  private func refreshing(_ source: any CredentialSource) -> any CredentialProvider {
    RefreshingCredentials(source, in: context)
  }
}
