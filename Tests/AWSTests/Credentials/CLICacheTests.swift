import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The cache that the tools share with the AWS CLI, `~/.aws/cli/cache`.
@Suite struct CLICacheTests {
  struct Row: Decodable, Sendable {
    let kind: String
    let settings: [String: String]
    let key: String
  }

  private static let role =
    "role_arn = arn:r\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = s\n"

  private func source(_ row: Row) throws -> any CachedCredentialSource {
    let settings = row.settings.map { "\($0.key) = \($0.value)\n" }.sorted().joined()
    let session = "[sso-session my-sso]\nsso_region = eu-west-1\n"
    let world = try ProfileWorld("\(settings)\(session)")
    switch row.kind {
    case "role":
      return try AssumedRole(world.profile, base: CredentialChain.localPlaceholder, in: world.context)
    case "web": return try #require(try WebIdentity(world.profile, in: world.context))
    default: return try #require(try SSOCredentials(world.profile, in: world.context))
    }
  }

  @Test func `files are named as botocore names them`() throws {
    let rows: [Row] = try Vectors.load("cache-keys", count: 20)
    for row in rows { #expect(try source(row).cacheKey.name == row.key, "\(row)") }
  }

  private static let path =
    ".aws/cli/cache/\(CLICache.Key.botocore(["RoleArn": "arn:r"]).name).json"

  private static func cached(_ expiry: String, token: String = #""t""#) -> String {
    #"{"Credentials": {"AccessKeyId": "CACHED", "SecretAccessKey": "s", "SessionToken": \#(token), "Expiration": "\#(expiry)"}, "AssumedRoleUser": {}}"#
  }

  private static let lent = ScriptedTransport.Step.answer(
    200,
    "<r><AccessKeyId>LENT</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
      + "<Expiration>2023-11-14T23:13:20Z</Expiration></r>"
  )

  @Test(arguments: ["2023-11-14T22:28:20UTC", "2023-11-14T22:28:20Z", "2023-11-15T00:28:20+02:00"])
  func `cached credentials are used while 15 minutes are left`(expiry: String) async throws {
    let world = try ProfileWorld(Self.role)
    try world.write(Self.path, Self.cached(expiry))
    #expect(try await world.provider().credentials().accessKeyID == "CACHED")
  }

  @Test(arguments: [
    cached("2023-11-14T22:28:19Z"), cached("2023-11-14T21:00:00UTC"), cached("soon"), "", "{", "[]", "{}",
    #"{"Credentials": {}}"#, cached("2023-11-15T22:28:20Z", token: "null"), #"{"Credentials": []}"#,
  ])
  func `a useless cache file is replaced by fetched credentials`(text: String) async throws {
    let world = try ProfileWorld(Self.role, steps: [Self.lent])
    try world.write(Self.path, text)
    #expect(try await world.provider().credentials().accessKeyID == "LENT")
    #expect(
      try world.read(Self.path) == [
        "Credentials": [
          "AccessKeyId": "LENT", "Expiration": "2023-11-14T23:13:20Z", "SecretAccessKey": "s",
          "SessionToken": "t",
        ]
      ]
    )
    #expect(try world.mode(of: Self.path) == 0o600)
  }

  @Test func `credentials that AWS has refused as expired are not read from the cache again`() async throws {
    let world = try ProfileWorld(Self.role, steps: [Self.lent])
    try world.write(Self.path, Self.cached("2023-11-15T22:00:00Z"))
    let provider = try world.provider()
    let refused = try await provider.credentials()
    #expect(refused.accessKeyID == "CACHED")
    #expect(try await provider.renew(insteadOf: refused))
    #expect(try await provider.credentials().accessKeyID == "LENT")
  }

  @Test func `a cache that cannot be written does not end the run`() async throws {
    let world = try ProfileWorld(Self.role, steps: [Self.lent])
    try world.write(".aws", "a file in the way")
    #expect(try await world.provider().credentials().accessKeyID == "LENT")
    let homeless = try ProfileWorld(Self.role, ["HOME": ""], steps: [Self.lent])
    #expect(try await homeless.provider().credentials().accessKeyID == "LENT")
  }
}
