import Foundation
import TestSupport
import Testing

/// SSO, with a token as `aws sso login` leaves it. A local run works on the real Cognito, and asks an SSO
/// that is local.
@Suite(.needsStack, .serialized, .inTurn) struct SSOTests {
  private static let secrets = [
    "s3cr3t-token", "s3cr3t-renewed", "s3cr3t-key", "s3cr3t-session", "s3cr3t-client",
  ]
  private static let config = """
    [profile dev]
    sso_session = corporation
    sso_account_id = 012345678901
    sso_role_name = Reader
    [sso-session corporation]
    sso_start_url = https://d-1.awsapps.com/start
    sso_region = eu-west-1
    """
  /// The SHA-1 of the session's name.
  private static let tokenFile = ".aws/sso/cache/626a8be2a3454bbd8d5a5510874840a2abdae245.json"

  private static func token(_ expiry: String) -> String {
    """
    {"startUrl": "https://d-1.awsapps.com/start", "region": "eu-west-1", "accessToken": "s3cr3t-token",
     "expiresAt": "\(expiry)", "clientId": "client", "clientSecret": "s3cr3t-client",
     "refreshToken": "s3cr3t-refresh", "registrationExpiresAt": "2999-01-01T00:00:00Z"}
    """
  }

  @Sendable private static func answer(_ request: ReceivedRequest) -> Answer {
    if request.line == "POST /token" {
      return .reply(status: 200, body: #"{"accessToken": "s3cr3t-renewed", "expiresIn": 28800}"#)
    }
    let expiry = Int(Date(timeIntervalSinceNow: 3_600).timeIntervalSince1970 * 1_000)
    return .reply(
      status: 200,
      body:
        #"{"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s3cr3t-key", "sessionToken": "s3cr3t-session", "expiration": \#(expiry)}}"#
    )
  }

  /// Runs `body` with an SSO, and a Cognito that has a pool.
  private func withSSO(_ body: (World, ScriptedServer) async throws -> Void) async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        try await ScriptedServer.with(Self.answer) { sso in
          var world = try world.configured(Self.config, secrets: Self.secrets)
          try await world.makePoolBehindProxy()
          world.environment["AWS_ENDPOINT_URL_SSO"] = sso.url
          world.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = sso.url
          world.environment["AWS_PROFILE"] = "dev"
          try await body(world, sso)
        }
      }
    }
  }

  @Test func `a cached token is exchanged for credentials, which are kept`() async throws {
    try await withSSO { world, sso in
      try world.file(Self.tokenFile, Self.token(World.soon))
      for _ in 0..<2 {
        let run = try await world.run("cognito-list-users", ["--verbose"])
        #expect(run.status == 0, "\(run)")
        #expect(run.stderr.contains("credentials from SSO (profile dev)"), "\(run)")
      }
      let path = "/federation/credentials?account_id=012345678901&role_name=Reader"
      #expect(sso.requests.map(\.line) == ["GET \(path)"])
      #expect(sso.requests.first?.field("x-amz-sso_bearer_token") == "s3cr3t-token")
    }
  }

  @Test func `an expired session is renewed without a browser, and kept`() async throws {
    try await withSSO { world, sso in
      let file = try world.file(Self.tokenFile, Self.token("2020-01-01T00:00:00Z"))
      try await world.output(of: "cognito-list-users", ["--quiet"])
      #expect(sso.requests.map { $0.field("x-amz-sso_bearer_token") } == ["", "s3cr3t-renewed"])
      let kept = try String(contentsOfFile: file, encoding: .utf8)
      #expect(kept.contains("s3cr3t-renewed") && kept.contains("s3cr3t-refresh"))
    }
  }

  @Test func `without a session the next step is aws sso login`() async throws {
    try await withSSO { world, sso in
      let hint = "Sign in:\n  aws sso login --profile dev"
      let none = try await world.run("cognito-list-users", ["--quiet"])
      none.expectFailure(naming: ["SSO (profile dev)", hint])
      let expired = Self.token("2020-01-01T00:00:00Z").replacing("refreshToken", with: "other")
      try world.file(Self.tokenFile, expired)
      try await world.run("cognito-list-users", ["--quiet"]).expectFailure(naming: ["expired", hint])
      #expect(sso.requests.isEmpty)
    }
  }

  @Test func `db-setup drops nothing when it cannot sign in`() async throws {
    try await withSSO { world, _ in
      try await world.withDatabase { world, database in
        let before = try await database.users()
        let run = try await world.run("db-setup", ["--quiet"])
        run.expectFailure(naming: ["done: nothing", "is local", "aws sso login --profile dev"], lines: 4)
        #expect(try await database.users() == before)
      }
    }
  }

  @Test func `prod leaves out an SSO that is local`() async throws {
    try await withSSO { world, sso in
      try world.file(Self.tokenFile, Self.token(World.soon))
      let run = try await world.run("cognito-list-users", ["prod"])
      #expect(run.status == 1)
      #expect(
        run.stderr.contains("prod leaves out the local endpoint of AWS_ENDPOINT_URL_SSO (\(sso.url))"),
        "\(run)"
      )
      #expect(run.stderr.contains("no credentials from SSO (profile dev): HTTP 404"), "\(run)")
      #expect(sso.requests.isEmpty)
    }
  }
}
