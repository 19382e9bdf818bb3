import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct SSOCredentialsTests {
  typealias Step = ScriptedTransport.Step

  private static let url = "https://d-1.awsapps.com/start"
  private static let account = "sso_account_id = 012345678901\nsso_role_name = A+B\n"
  private static let site = "sso_start_url = \(url)\nsso_region = eu-west-1\n"
  private static let legacy = "\(account)\(site)"
  private static let session = "\(account)sso_session = my-sso\n[sso-session my-sso]\n\(site)"

  private static let legacyToken = ".aws/sso/cache/\(Digest.sha1(url.utf8).hex).json"
  private static let sessionToken = ".aws/sso/cache/\(Digest.sha1("my-sso".utf8).hex).json"

  /// 23:13:20 in milliseconds since 1970.
  private static let given = Step.answer(
    200,
    #"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":1700003600000}}"#
  )

  private static func tokenFile(_ expiry: String, more: String = "") -> String {
    #"{"startUrl": "\#(url)", "region": "eu-west-1", "accessToken": "s3cr3t-token", "expiresAt": "\#(expiry)"\#(more)}"#
  }

  private static let renewable =
    #", "clientId": "id", "clientSecret": "s3cr3t-client", "refreshToken": "s3cr3t-refresh", "registrationExpiresAt": "2024-01-01T00:00:00Z""#

  private func world(_ config: String, token: String?, _ steps: [Step]) throws -> ProfileWorld {
    let world = try ProfileWorld(config, steps: steps)
    if let token {
      try world.write(config == Self.legacy ? Self.legacyToken : Self.sessionToken, token)
    }
    return world
  }

  @Test(arguments: [legacy, session])
  func `the token of aws sso login is exchanged for the role's credentials`(config: String) async throws {
    let world = try world(config, token: Self.tokenFile("2023-11-14T23:00:00UTC"), [Self.given])
    let found = try await world.provider().credentials()
    #expect(found.accessKeyID == "ASIASSO" && found.sessionToken == "t")
    #expect(found.expiry == Timestamp.noon.adding(minutes: 60))
    let request = try #require(world.transport.requests.first)
    #expect(
      request.url == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
        + "?account_id=012345678901&role_name=A%2BB"
    )
    #expect(request.method == .get && request.headers["x-amz-sso_bearer_token"] == "s3cr3t-token")
    #expect(request.headers["Authorization"] == nil)
  }

  @Test func `the credentials are stored for the AWS CLI`() async throws {
    let world = try world(Self.legacy, token: Self.tokenFile("2023-11-14T23:00:00Z"), [Self.given])
    _ = try await world.provider().credentials()
    let source = try #require(try SSOCredentials(world.profile, in: world.context))
    let file = try world.read(".aws/cli/cache/\(source.cacheKey.name).json")
    #expect(file["ProviderType"] == "sso" && file["Credentials"]?["AccessKeyId"] == "ASIASSO")
    #expect(try await world.provider().credentials().accessKeyID == "ASIASSO", "SSO was asked again")
  }

  @Test(
    arguments: [
      nil, tokenFile("2023-11-14T22:13:20Z"), tokenFile("2020-01-01T00:00:00UTC"), "", "{", "{}",
      #"{"accessToken": "s3cr3t-token"}"#, #"{"accessToken": "", "expiresAt": "2024-01-01T00:00:00Z"}"#,
      #"{"accessToken": "s3cr3t\r\nX: 1", "expiresAt": "2024-01-01T00:00:00Z"}"#,
    ] as [String?]
  )
  func `without a valid token the next step is aws sso login`(token: String?) async throws {
    for config in [Self.legacy, Self.session] {
      let world = try world(config, token: token, [])
      let error = try await toolError { _ = try await world.provider().credentials() }
      #expect(error.code == .credentials)
      #expect(
        error.message
          == "no credentials from SSO (profile default): the session has expired or is not valid"
      )
      #expect(error.hint == "Sign in:\n  aws sso login --profile default")
      #expect(!error.description.contains("s3cr3t"))
    }
  }

  @Test func `a token that SSO refuses counts as expired, another refusal is reported`() async throws {
    let token = Self.tokenFile("2023-11-14T23:00:00Z")
    let unauthorized = Step.answer(401, #"{"message":"Session token not found or invalid"}"#)
    let expired = try world(Self.legacy, token: token, [unauthorized])
    #expect(
      try await toolError { _ = try await expired.provider().credentials() }.hint
        == "Sign in:\n  aws sso login --profile default"
    )
    let forbidden = Step.answer(
      403,
      #"{"message":"No access"}"#,
      ["x-amzn-ErrorType": "ForbiddenException:http://x"]
    )
    let refused = try world(Self.legacy, token: token, [forbidden])
    let error = try await toolError { _ = try await refused.provider().credentials() }
    #expect(
      error.message
        == "no credentials from SSO (profile default): ForbiddenException "
        + "for the role A+B in the account 012345678901: No access"
    )
    for step in [Step.answer(200, "<html>"), .answer(200, "{}"), .answer(200, #"{"roleCredentials":{}}"#)] {
      let odd = try world(Self.legacy, token: token, [step])
      let error = try await toolError { _ = try await odd.provider().credentials() }
      #expect(error.message.split(separator: "no credentials from").count == 1 && error.code == .credentials)
    }
  }

  @Test(arguments: ["2023-11-14T22:28:00Z", "2023-11-14T20:00:00Z"])
  func `a session's token is renewed, and stored for the AWS CLI`(expiry: String) async throws {
    let answer = Step.answer(
      200,
      #"{"accessToken":"n3w","expiresIn":28800,"refreshToken":"n3xt","tokenType":"Bearer"}"#
    )
    let world = try world(
      Self.session,
      token: Self.tokenFile(expiry, more: Self.renewable),
      [answer, Self.given]
    )
    #expect(try await world.provider().credentials().accessKeyID == "ASIASSO")
    let requests = world.transport.requests
    #expect(requests.first?.url == "https://oidc.eu-west-1.amazonaws.com/token")
    #expect(
      try JSONValue(parsing: requests.first?.body ?? []) == [
        "grantType": "refresh_token", "clientId": "id", "clientSecret": "s3cr3t-client",
        "refreshToken": "s3cr3t-refresh",
      ]
    )
    #expect(requests.last?.headers["x-amz-sso_bearer_token"] == "n3w")
    let file = try world.read(Self.sessionToken)
    #expect(file["accessToken"] == "n3w" && file["refreshToken"] == "n3xt" && file["clientId"] == "id")
    #expect(file["expiresAt"] == "2023-11-15T06:13:20Z" && file["startUrl"] == .string(Self.url))
    #expect(try world.mode(of: Self.sessionToken) == 0o600)
  }

  @Test(
    arguments: [
      .answer(400, #"{"error":"invalid_grant"}"#), .answer(200, "{}"), .failure(.unknownHost),
      .answer(200, #"{"accessToken":"n3w","expiresIn":0}"#),
    ] as [Step]
  )
  func `a token that cannot be renewed is used while it is valid`(step: Step) async throws {
    let steps = Array(repeating: step, count: { if case .failure = step { 3 } else { 1 } }())
    let valid = Self.tokenFile("2023-11-14T22:20:00Z", more: Self.renewable)
    let world = try world(Self.session, token: valid, steps + [Self.given])
    #expect(try await world.provider().credentials().accessKeyID == "ASIASSO")
    let expired = try self.world(
      Self.session,
      token: Self.tokenFile("2023-11-14T22:00:00Z", more: Self.renewable),
      steps
    )
    #expect(
      try await toolError { _ = try await expired.provider().credentials() }.hint?.contains("aws sso login")
        == true
    )
  }

  @Test func `a token without a session is not renewed, nor one whose registration has expired`() async throws
  {
    let soon = Self.tokenFile("2023-11-14T22:20:00Z", more: Self.renewable)
    let old = try world(Self.legacy, token: soon, [Self.given])
    _ = try await old.provider().credentials()
    let ended = soon.replacing("2024-01-01", with: "2023-01-01")
    let world = try world(Self.session, token: ended, [Self.given])
    _ = try await world.provider().credentials()
  }
}
