import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The keys of `aws login`, which last 15 minutes. The time is 22:13:20.
@Suite struct LoginCredentialsTests {
  typealias Step = ScriptedTransport.Step

  private static let session = "arn:aws:sts::1:me"
  private static let path = ".aws/login/cache/\(Digest.sha256(session.utf8).hex).json"
  private static let long = "2023-11-14T22:18:21Z"
  private static let short = "2023-11-14T22:18:20Z"
  private static let past = "2023-11-14T22:13:19Z"
  private static let renewed = Step.answer(
    200,
    #"{"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "s3cr3t-new", "sessionToken": "new"}, "#
      + #""tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "s3cr3t-refresh-2"}"#
  )

  /// As the AWS CLI writes it.
  private static func file(_ expiry: String, key: String? = nil) throws -> String {
    let rows: [DPoPProofTests.Row] = try Vectors.load("proofs", count: 6)
    let pem = try key ?? #require(rows.first).key.replacing("\n", with: #"\n"#)
    return #"{"accessToken": {"accessKeyId": "ASIALOGIN", "secretAccessKey": "s3cr3t", "sessionToken": "t", "#
      + #""accountId": "012345678901", "expiresAt": "\#(expiry)"}, "tokenType": "aws_sigv4", "#
      + #""refreshToken": "s3cr3t-refresh-1", "idToken": "id", "#
      + #""clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "\#(pem)"}"#
  }

  private func world(
    _ text: String?,
    _ steps: [Step] = [],
    _ variables: [String: String] = [:],
    path: String = path
  ) throws -> ProfileWorld {
    let world = try ProfileWorld("login_session = \(Self.session)\n", variables, steps: steps)
    if let text { try world.write(path, text) }
    return world
  }

  @Test func `with more than five minutes left the keys are used as they are`() async throws {
    let world = try world(Self.file(Self.long))
    #expect(try await world.provider().credentials().accessKeyID == "ASIALOGIN")
    #expect(world.transport.requests.isEmpty)
  }

  @Test(arguments: [short, past])
  func `with less time left the keys are renewed as the AWS CLI does it`(expiry: String) async throws {
    let world = try world(Self.file(expiry), [Self.renewed])
    let found = try await world.provider().credentials()
    #expect(found.accessKeyID == "ASIANEW" && found.sessionToken == "new")
    #expect(found.expiry == Timestamp.noon.adding(minutes: 15))
    let request = try #require(world.transport.requests.first)
    #expect(request.method == .post && request.url == "https://us-east-1.signin.aws.amazon.com/v1/token")
    #expect(request.headers["Content-Type"] == "application/json" && request.headers["Authorization"] == nil)
    #expect(
      request.body.text
        == #"{"clientId":"arn:aws:signin:::devtools/same-device","refreshToken":"s3cr3t-refresh-1","#
        + #""grantType":"refresh_token"}"#
    )
    #expect(request.headers["DPoP"]?.split(separator: ".").count == 3)
  }

  @Test func `new keys are stored as the AWS CLI stores them`() async throws {
    let old = try Self.file(Self.past)
    let world = try world(old, [Self.renewed])
    _ = try await world.provider().credentials()
    let expected =
      old.replacing("ASIALOGIN", with: "ASIANEW").replacing("s3cr3t\"", with: "s3cr3t-new\"")
      .replacing(#""t""#, with: #""new""#).replacing(Self.past, with: "2023-11-14T22:28:20Z")
      .replacing("s3cr3t-refresh-1", with: "s3cr3t-refresh-2")
    #expect(try File.contents(of: world.home.path(of: Self.path)).text == expected)
    #expect(try world.mode(of: Self.path) == 0o600)
  }

  @Test func `keys that AWS has refused as expired are renewed, whatever time they have left`() async throws {
    let world = try world(Self.file(Self.long), [Self.renewed])
    let provider = try world.provider()
    let refused = try await provider.credentials()
    #expect(try await provider.renew(insteadOf: refused))
    #expect(try await provider.credentials().accessKeyID == "ASIANEW")
  }

  @Test func `the endpoint of the service and the cache folder can be configured`() async throws {
    let variables = [
      "AWS_LOGIN_CACHE_DIRECTORY": "${HOME}/other", "AWS_ENDPOINT_URL_SIGNIN": "https://signin.example.com/x",
    ]
    let path = Self.path.replacing(".aws/login/cache", with: "other")
    let world = try world(Self.file(Self.past), [Self.renewed], variables, path: path)
    _ = try await world.provider().credentials()
    #expect(world.transport.requests.map(\.url) == ["https://signin.example.com/x/v1/token"])
    #expect(try world.read(path)["refreshToken"] == "s3cr3t-refresh-2")
  }

  @Test func `keys that cannot be renewed are used until they expire`() async throws {
    let steps = [Step.failure(.timedOut), .answer(500, ""), .answer(503, "")]
    let world = try world(Self.file(Self.short), steps)
    #expect(try await world.provider().credentials().accessKeyID == "ASIALOGIN")
    #expect(world.transport.requests.count == 3)
  }

  @Test(arguments: [nil, "", "{}", "[]", #"{"accessToken": "x"}"#])
  func `without a session the next step is aws login`(text: String?) async throws {
    let error = try await toolError { _ = try await world(text).provider().credentials() }
    #expect(error.message == "no credentials from aws login (profile default): there is no session")
    #expect(error.hint == "Sign in:\n  aws login --profile default")
  }

  @Test func `a session with an invalid private key is an error`() async throws {
    for key in ["", "-----BEGIN EC PRIVATE KEY-----\\nMAA=\\n-----END EC PRIVATE KEY-----\\n", "é"] {
      let world = try world(Self.file(Self.past, key: key))
      let error = try await toolError { _ = try await world.provider().credentials() }
      #expect(error.message.hasSuffix("the key of the session cannot be read"))
      #expect(error.hint == "Sign in:\n  aws login --profile default" && world.transport.requests.isEmpty)
    }
    let bare =
      #"{"accessToken": {"accessKeyId": "A", "secretAccessKey": "s3cr3t", "sessionToken": "t", "#
      + #""expiresAt": "\#(Self.past)"}}"#
    let world = try world(bare)
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.message.contains("holds nothing to renew it with"))
    #expect(world.transport.requests.isEmpty)
  }

  @Test(arguments: [
    (401, #"{"error": "TOKEN_EXPIRED", "message": "m"}"#, "the session has expired", "aws login --profile"),
    (403, #"{"error": "USER_CREDENTIALS_CHANGED", "message": "m"}"#, "have changed", "aws login --profile"),
    (
      403, #"{"error": "INSUFFICIENT_PERMISSIONS", "message": "m"}"#, "not allowed to renew",
      "signin:CreateOAuth2Token"
    ),
    (
      400, #"{"error": "INVALID_REQUEST", "message": "the token s3cr3t-refresh-1\nis bad"}"#,
      "HTTP 400: INVALID_REQUEST: the token ****", "aws login --profile"
    ),
    (400, "<html>", "HTTP 400", "aws login --profile"),
    (200, "<html>", "the answer is not from AWS's sign-in service", "aws login --profile"),
    (200, "{}", "the answer is not from AWS's sign-in service", "aws login --profile"),
  ])
  func `a refusal is reported`(status: Int, body: String, reason: String, hint: String) async throws {
    let world = try world(Self.file(Self.past), [.answer(status, body)])
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials && error.message.contains(reason), "\(error)")
    #expect(error.hint?.contains(hint) == true && !error.description.contains("s3cr3t"), "\(error)")
    #expect(try File.contents(of: world.home.path(of: Self.path)).text == Self.file(Self.past))
  }
}
