import Foundation
import TestSupport
import Testing

/// Roles from a moto that checks signatures, and the cache that the tools share with the AWS CLI.
@Suite(.needsStack, .serialized, .inTurn) struct RoleTests {
  struct Role: Decodable {
    let id: String
    let secret: String
    let arn: String
  }

  /// Runs `body` with a proxy that is an AWS which checks signatures, and profiles whose role it lends.
  private func withRole(_ body: (World, Role) async throws -> Void) async throws {
    try await withWorld { world in
      try await world.withProxy(changes: ["INITIAL_NO_AUTH_ACTION_COUNT": "5"]) { world in
        var world = world
        for name in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] {
          world.environment[name] = nil
        }
        let role: Role = try await world.oracle("make_role.py")
        let config = """
          [profile base]
          aws_access_key_id = \(role.id)
          aws_secret_access_key = \(role.secret)
          [profile wrong]
          aws_access_key_id = \(role.id)
          aws_secret_access_key = not-\(role.secret)
          [profile reader]
          role_arn = \(role.arn)
          source_profile = base
          [profile chained]
          role_arn = \(role.arn)
          source_profile = reader
          [profile mistaken]
          role_arn = \(role.arn)
          source_profile = wrong
          [profile careful]
          role_arn = \(role.arn)
          source_profile = base
          mfa_serial = arn:aws:iam::123456789012:mfa/me
          """
        try await body(world.configured(config, secrets: [role.secret]), role)
      }
    }
  }

  private func cacheFiles(_ world: World) throws -> [URL] {
    let folder = world.folder.appending(path: ".aws/cli/cache")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  /// Also checks that the secrets in the cache are not shown.
  private func addingCached(to world: World) throws -> World {
    struct File: Decodable { let Credentials: [String: String] }
    var world = world
    for file in try cacheFiles(world) {
      let found = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).Credentials
      world.secrets += ["SecretAccessKey", "SessionToken"].compactMap { found[$0] }
    }
    return world
  }

  @Test func `a role is assumed, used, cached, and named with --verbose`() async throws {
    try await withRole { world, role in
      let first = try await world.run("ddb-list-tables", ["prod", "--profile", "reader", "--verbose"])
      #expect(first.status == 0, "\(first)")
      #expect(
        first.stderr.contains(
          "using DynamoDB at https://dynamodb.us-east-1.amazonaws.com (us-east-1, profile reader), "
            + "credentials from role \(role.arn) (profile reader)"
        ),
        "\(first)"
      )
      #expect(first.stderr.contains("AssumeRole https://sts.us-east-1.amazonaws.com attempt 1: HTTP 200"))
      let file = try #require(cacheFiles(world).first)
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)

      let known = try addingCached(to: world)
      #expect(!known.secrets.contains { first.stderr.contains($0) }, "\(first)")
      let second = try await known.run("ddb-list-tables", ["prod", "--profile", "reader", "--verbose"])
      #expect(second.status == 0 && !second.stderr.contains("AssumeRole"), "\(second)")
      try await world.output(of: "ddb-schema-load", ["prod", "--quiet", "--profile", "reader"])
      #expect(
        try await world.output(of: "ddb-list-tables", ["prod", "--output", "text", "--profile", "chained"])
          == "cruddur-messages\n"
      )
    }
  }

  @Test func `the tools and the AWS CLI use each other's cached credentials`() async throws {
    try await withRole { world, _ in
      let aws = URL(filePath: world.stack.python).deletingLastPathComponent().appending(path: "aws").path
      let arguments = ["dynamodb", "list-tables", "--profile", "reader", "--region", "us-east-1", "--debug"]
      let theirs = try await world.run(program: aws, arguments)
      #expect(theirs.status == 0, "\(theirs)")
      let name = try #require(cacheFiles(world).first).lastPathComponent
      let ours = try await world.run("ddb-list-tables", ["prod", "--profile", "reader", "--verbose"])
      #expect(ours.status == 0 && !ours.stderr.contains("AssumeRole"), "\(ours)")
      #expect(ours.stderr.contains("/.aws/cli/cache/\(name)"), "\(ours)")

      try FileManager.default.removeItem(at: try #require(cacheFiles(world).first))
      try await world.output(of: "ddb-list-tables", ["prod", "--profile", "reader"])
      #expect(try cacheFiles(world).map(\.lastPathComponent) == [name])
      let again = try await world.run(program: aws, arguments)
      #expect(again.status == 0, "\(again)")
      #expect(
        again.stderr.contains("Credentials for role retrieved from cache."),
        "the AWS CLI asked STS again"
      )
    }
  }

  @Test func `a secret that is wrong is refused by STS, and nothing is kept`() async throws {
    try await withRole { world, role in
      let run = try await world.run("ddb-list-tables", ["prod", "--quiet", "--profile", "mistaken"])
      run.expectFailure(
        naming: ["role \(role.arn) (profile mistaken)", "SignatureDoesNotMatch", "AssumeRole"]
      )
      #expect((try? cacheFiles(world)) ?? [] == [])
    }
  }

  @Test func `an MFA code is typed without echo, and once for all tools`() async throws {
    try await withRole { world, _ in
      let run = try await world.runOnTerminal(
        "ddb-list-tables",
        ["prod", "--profile", "careful"],
        steps: [.on("Enter MFA code for arn:aws:iam::123456789012:mfa/me: ", type: "654321\n")]
      )
      #expect(run.status == 0, "\(run)")
      #expect(!run.output.contains("654321"), "\(run)")
      let next = try await world.runDetached("ddb-list-tables", ["prod", "--profile", "careful"])
      #expect(next.status == 0, "\(next)")
    }
  }

  @Test func `without a terminal an MFA code is not waited for`() async throws {
    try await withRole { world, _ in
      let run = try await world.runDetached("ddb-list-tables", ["prod", "--quiet", "--profile", "careful"])
      run.expectFailure(
        naming: [
          "MFA device arn:aws:iam::123456789012:mfa/me", "aws sts get-caller-identity --profile careful",
        ]
      )
    }
  }

  @Test func `Ctrl-C at the question for the MFA code ends the tool`() async throws {
    try await withRole { world, _ in
      let run = try await world.runOnTerminal(
        "ddb-list-tables",
        ["prod", "--profile", "careful"],
        steps: [.on("Enter MFA code for ", type: TerminalRun.controlC)]
      )
      #expect(run.status == 130 && run.isPrompt, "\(run)")
    }
  }

  @Test func `a web identity's token is exchanged unsigned`() async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        var world = try world.configured("", secrets: ["s3cr3t-identity"])
        world.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = try world.file("token", "s3cr3t-identity")
        world.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/pod"
        let run = try await world.run("ddb-list-tables", ["prod", "--verbose"])
        #expect(run.status == 0, "\(run)")
        #expect(
          run.stderr.contains("credentials from role arn:aws:iam::123456789012:role/pod (web identity)")
        )
        #expect(
          run.stderr.contains(
            "AssumeRoleWithWebIdentity https://sts.us-east-1.amazonaws.com attempt 1: HTTP 200"
          )
        )
      }
    }
  }
}
