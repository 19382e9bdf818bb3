import Toolkit

/// The credentials of `aws login` (`login_session`), which last 15 minutes and are then renewed.
///
/// As botocore's `LoginCredentialFetcher`: the cached keys are used while they have more than 5 minutes left;
/// then new ones are requested with the refresh token, and stored for the AWS CLI.
struct LoginCredentials: CredentialSource {
  let session: String
  let profile: Profile
  let context: CredentialContext

  var name: String { "aws login (profile \(profile.name))" }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    guard let token = LoginToken(session: session, environment: context.environment) else {
      throw failure("there is no session", next: login)
    }
    let found = try CredentialDocument.login.credentials(in: token.keys, from: self)
    let left = found.expiry.map { $0.since(context.now()) } ?? .zero
    if !ignoringCache, left > Limits.loginRenewal { return found }
    do {
      return try await renewed(token)
    } catch let error as ToolError where !ignoringCache && left > .zero {
      context.console.trace("the old credentials are still used: \(error.message)")
      return found
    }
  }

  private var login: NextStep { .login(profile: profile.name) }

  private func renewed(_ token: LoginToken) async throws -> Credentials {
    guard let client = token.text("clientId"), let refreshToken = token.text("refreshToken") else {
      throw failure("the session has expired, and holds nothing to renew it with", next: login)
    }
    let sent = context.now()
    let response = try await answer(client, refreshToken: refreshToken, token: token)
    guard response.status == 200 else { throw refusal(response).hiding(refreshToken) }
    guard let answer = try? JSONValue(parsing: response.body),
      let document = token.renewed(by: answer, at: sent)
    else { throw failure("the answer is not from AWS's sign-in service", next: login) }
    let fresh = try CredentialDocument.login.credentials(in: document["accessToken"] ?? .null, from: self)
      .checked(source: name)
    do {
      try token.store(document)
    } catch {
      context.console.warn("the renewed keys of aws login are not kept: \(error.message)")
    }
    return fresh
  }

  private func answer(
    _ client: String,
    refreshToken: String,
    token: LoginToken
  ) async throws -> HTTPResponse {
    let endpoint = try context.endpoint(of: .signin, in: context.region, profile: profile)
    let input: JSONObject = [
      "clientId": .string(client), "refreshToken": .string(refreshToken), "grantType": "refresh_token",
    ]
    var request = HTTPRequest(
      .post,
      at: endpoint.appending("v1/token"),
      headers: ["Content-Type": "application/json"],
      body: input.encoded()
    )
    guard let key = token.key(), let proof = DPoPProof.make(for: request.url, by: key, at: context.now())
    else { throw failure("the key of the session cannot be read", next: login) }
    request.headers["DPoP"] = proof
    do {
      return try await CredentialRequest(request, in: context).send()
    } catch let error as ToolError {
      throw failure(error.message, next: error.nextSteps.first)
    }
  }

  /// Why the service refuses to renew the keys, by the codes of its `AccessDeniedException`.
  private func refusal(_ response: HTTPResponse) -> ToolError {
    let document = try? JSONValue(parsing: response.body)
    switch document?["error"]?.string {
    case "TOKEN_EXPIRED", "AUTHCODE_EXPIRED": return failure("the session has expired", next: login)
    case "USER_CREDENTIALS_CHANGED":
      return failure("the user's password or keys have changed since the sign-in", next: login)
    case "INSUFFICIENT_PERMISSIONS":
      return failure(
        "the user is not allowed to renew the session",
        next: .allowSignInRenewal
      )
    default:
      let reason = response.reason.map { ": \($0)" } ?? ""
      return failure("the sign-in service answers with HTTP \(response.status)\(reason)", next: login)
    }
  }
}
