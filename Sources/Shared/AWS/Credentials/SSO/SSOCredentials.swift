import Toolkit

/// The credentials of a role by SSO (IAM Identity Center), for the token of `aws sso login`.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
struct SSOCredentials: CachedCredentialSource {
  private let profile: Profile
  private let settings: SSOSettings
  private let accountID: String
  private let roleName: String
  let context: CredentialContext

  /// Nil where the profile has neither an SSO account nor an SSO role.
  ///
  /// - Throws: `ToolError` for settings that are missing or contradict each other.
  init?(_ profile: Profile, in context: CredentialContext) throws(ToolError) {
    let account = profile["sso_account_id"]
    let role = profile["sso_role_name"]
    guard account != nil || role != nil else { return nil }
    settings = try SSOSettings(profile)
    guard let account, let role else {
      throw SSOSettings.missing(account == nil ? "sso_account_id" : "sso_role_name", profile: profile)
    }
    accountID = account
    roleName = role
    self.profile = profile
    self.context = context
  }

  var name: String { "SSO (profile \(profile.name))" }

  var cacheKey: CLICache.Key {
    .sso([
      "accountId": .string(accountID), "roleName": .string(roleName),
      "sessionName": settings.session.map { .string($0) },
      "startUrl": settings.session == nil ? .string(settings.startURL) : nil,
    ])
  }

  var cacheKind: String? { "sso" }

  func request() async throws -> Credentials {
    let token: String
    let response: HTTPResponse
    do {
      guard let current = try await SSOToken(settings, profile: profile, in: context)?.current() else {
        throw expired
      }
      token = current
      response = try await send(token)
    } catch let error as ToolError {
      throw error.code == .credentials ? error : failure(error.message, next: error.nextSteps.first)
    }
    guard response.status != 401 else { throw expired }
    guard response.status == 200 else { throw refusal(response).hiding(token) }
    guard let document = try? JSONValue(parsing: response.body)["roleCredentials"] else {
      throw failure("the answer is not from SSO")
    }
    return try CredentialDocument.sso.credentials(in: document, from: self)
  }

  private func send(_ token: String) async throws -> HTTPResponse {
    let endpoint = try context.endpoint(of: .sso, in: settings.region, profile: profile)
    var request = HTTPRequest(
      .get,
      at: endpoint.appending("federation/credentials"),
      headers: ["x-amz-sso_bearer_token": token]
    )
    request.query = "account_id=\(accountID.percentEncoded())&role_name=\(roleName.percentEncoded())"
    return try await CredentialRequest(request, in: context).send()
  }

  private var expired: ToolError {
    failure(
      "the session has expired or is not valid",
      next: .ssoLogin(profile: profile.name)
    )
  }

  private func refusal(_ response: HTTPResponse) -> ToolError {
    let message = (try? JSONValue(parsing: response.body))?["message"]?.string ?? "no reason given"
    let type = response.headers["x-amzn-ErrorType"]?.prefix { $0 != ":" } ?? "HTTP \(response.status)"
    let said = ServiceError(serverCode: String(type), message: message, status: response.status)
    return failure(
      "\(said.code) for the role \(roleName) in the account \(accountID): \(said.message)",
      next: .checkSSO(profile: profile.name)
    )
  }
}

/// Where the user signs in: settings of the profile itself, or of the `[sso-session]` that it names.
struct SSOSettings: Sendable {
  /// Nil in the older form, without an `[sso-session]`.
  let session: String?
  let startURL: String
  let region: String

  init(_ profile: Profile) throws(ToolError) {
    session = profile["sso_session"]
    var found = ["sso_start_url": profile["sso_start_url"], "sso_region": profile["sso_region"]]
    if let session {
      guard let section = profile.ssoSession(session) else {
        throw ToolError(
          .credentials,
          message: "profile \(profile.name) names [sso-session \(session)], which is not in the config file",
          next: .configureSSO(profile: profile.name)
        )
      }
      for (key, setting) in section where found.keys.contains(key) && !setting.value.isEmpty {
        if let own = found[key] ?? nil, own != setting.value {
          throw ToolError(
            .credentials,
            message: "\(key) of profile \(profile.name) is not that of [sso-session \(session)]",
            next: .takeOutOfProfile
          )
        }
        found[key] = setting.value
      }
    }
    guard let url = found["sso_start_url"] ?? nil else {
      throw Self.missing("sso_start_url", profile: profile)
    }
    guard let region = found["sso_region"] ?? nil else { throw Self.missing("sso_region", profile: profile) }
    startURL = url
    self.region = try Region.checked(region, source: "sso_region of profile \(profile.name)")
  }

  static func missing(_ key: String, profile: Profile) -> ToolError {
    ToolError(
      .credentials,
      message: "profile \(profile.name) is to sign in by SSO, but \(key) is missing",
      next: .configureSSO(profile: profile.name)
    )
  }
}
