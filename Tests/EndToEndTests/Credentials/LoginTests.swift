import Foundation
import TestSupport
import Testing

/// `aws login`, whose keys live 15 minutes. A local run works on the real Cognito, and asks a sign-in service
/// that is local.
@Suite(.needsStack, .serialized, .inTurn) struct LoginTests {
  private static let secrets = ["s3cr3t-key", "s3cr3t-refresh", "s3cr3t-new", "s3cr3t-session"]
  private static let config = "[profile dev]\nlogin_session = arn:aws:sts::012345678901:me\n"

  /// What botocore's and Python's own libraries say of a proof.
  private struct Proof: Decodable {
    let isValid: Bool
    let url: String
    /// Seconds since it was made.
    let age: Double
  }

  @Sendable private static func answer(_ request: ReceivedRequest) -> Answer {
    .reply(
      status: 200,
      body:
        #"{"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "s3cr3t-new", "sessionToken": "n"}, "#
        + #""tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "s3cr3t-refresh-2"}"#
    )
  }

  /// Runs `body` with a sign-in service, a Cognito that has a pool, and a session whose keys have run out.
  private func withSession(
    answer: @escaping @Sendable (ReceivedRequest) -> Answer = answer,
    _ body: (World, ScriptedServer) async throws -> Void
  ) async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        try await ScriptedServer.with(answer) { service in
          var world = try world.configured(Self.config, secrets: Self.secrets)
          try await world.makePoolBehindProxy()
          world.environment["AWS_ENDPOINT_URL_SIGNIN"] = service.url
          world.environment["AWS_PROFILE"] = "dev"
          let _: String = try await world.oracle("login.py", ["make", "2020-01-01T00:00:00Z"])
          try await body(world, service)
        }
      }
    }
  }

  @Test func `a session's keys are renewed once, and kept for the AWS CLI`() async throws {
    try await withSession { world, service in
      for _ in 0..<2 {
        let run = try await world.run("cognito-list-users", ["--verbose"])
        #expect(run.status == 0, "\(run)")
        #expect(run.stderr.contains("credentials from aws login (profile dev)"), "\(run)")
      }
      #expect(service.requests.map(\.line) == ["POST /v1/token"])
      #expect(try await world.oracle("login.py", ["load"], as: String.self) == "ASIANEW")
    }
  }

  @Test func `the session's key signs the proof, and the request is the AWS CLI's`() async throws {
    try await withSession { world, service in
      try await world.output(of: "cognito-list-users", ["--quiet"])
      let request = try #require(service.requests.first)
      let proof: Proof = try await world.oracle("login.py", ["check", request.field("dpop")])
      #expect(proof.isValid && proof.url == "\(service.url)/v1/token" && (-5...60).contains(proof.age))
      #expect(request.field("content-type") == "application/json" && request.field("authorization") == "")
      let input = try JSONDecoder().decode([String: String].self, from: Data(request.body))
      #expect(
        input == [
          "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "s3cr3t-refresh-1",
          "grantType": "refresh_token",
        ]
      )
    }
  }

  @Test func `for a session that has ended the next step is aws login`() async throws {
    let refusal = Answer.reply(
      status: 401,
      body: #"{"error": "TOKEN_EXPIRED", "message": "s3cr3t-refresh-1"}"#
    )
    try await withSession(answer: { _ in refusal }) { world, service in
      let run = try await world.run("cognito-list-users", ["--quiet"])
      run.expectFailure(naming: [
        "aws login (profile dev): the session has expired", "aws login --profile dev",
      ])
      #expect(service.requests.count == 1)
    }
  }
}
