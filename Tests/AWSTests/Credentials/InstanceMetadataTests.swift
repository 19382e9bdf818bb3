import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct InstanceMetadataTests {
  typealias Step = ScriptedTransport.Step

  private static let on = ["AWS_EC2_METADATA_DISABLED": "false"]
  private static let token = Step.answer(200, "TOKEN==")
  private static let role = Step.answer(200, "my role\nother")

  private static func keys(_ expiry: String = "2023-11-14T23:13:20Z", code: String = "Success") -> Step {
    .answer(
      200,
      #"{"Code":"\#(code)","AccessKeyId":"ASIAINSTANCE","SecretAccessKey":"s","Token":"t","Expiration":"\#(expiry)"}"#
    )
  }

  private func world(_ steps: [Step], _ variables: [String: String] = [:], config: String = "") throws
    -> ProfileWorld
  {
    try ProfileWorld(config, Self.on.merging(variables) { $1 }, steps: steps)
  }

  @Test func `an instance is asked by version 2, without a proxy`() async throws {
    let world = try world([Self.token, Self.role, Self.keys()])
    let found = try await world.provider().credentials()
    #expect(found.accessKeyID == "ASIAINSTANCE" && found.expiry == Timestamp.noon.adding(minutes: 60))
    let requests = world.transport.requests
    #expect(requests.map(\.method) == [.put, .get, .get])
    let base = "http://169.254.169.254/latest"
    #expect(
      requests.map(\.url) == [
        "\(base)/api/token", "\(base)/meta-data/iam/security-credentials/",
        "\(base)/meta-data/iam/security-credentials/my%20role",
      ]
    )
    #expect(requests[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
    #expect(requests.map { $0.headers["x-aws-ec2-metadata-token"] } == [nil, "TOKEN==", "TOKEN=="])
    #expect(requests.map(\.isDirect) == [true, true, true])
  }

  @Test(
    arguments: [
      [.failure(.cannotConnect)], [.failure(.timedOut)], [.answer(403, "")], [.answer(404, "")],
      [.answer(405, "")], [.answer(400, "")], [.answer(200, "")], [.answer(200, "a\r\nb")],
      [token, .answer(404, "")], [token, .answer(200, "\n")], [token, role, .answer(404, "")],
      [token, role, .answer(200, "<html>")], [token, role, keys(code: "AssumeRoleUnauthorizedAccess")],
      [token, role, .failure(.timedOut)],
    ] as [[Step]]
  )
  func `any other answer means no credentials, and version 1 is never used`(steps: [Step])
    async throws
  {
    let world = try world(steps)
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials && error.message.hasPrefix(CredentialChain.nothing.message))
    #expect(world.transport.requests.count == steps.count)
  }

  private static let service = "the EC2 metadata service at http://169.254.169.254"
  private static let refused =
    #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume\nthe role"}"#

  @Test(
    arguments: [
      (
        [.failure(.timedOut)],
        "does not answer the request for a token: in a container its hop limit must be 2"
      ),
      (
        [.failure(.connectionLost)],
        "does not answer the request for a token: in a container its hop limit must be 2"
      ),
      ([.failure(.unreadableAnswer)], "cannot be asked for a token: cannot reach"),
      ([.answer(403, "<html>no</html>")], "answers the request for a token with HTTP 403)"),
      ([.answer(403, "s3cr3t")], "answers the request for a token with HTTP 403)"),
      ([.answer(403, "IMDS is off")], "answers the request for a token with HTTP 403: IMDS is off)"),
      ([token, .answer(404, "")], "answers the request for the instance's role with HTTP 404)"),
      ([token, .answer(200, "\n")], "gives an empty answer for the instance's role)"),
      (
        [token, role, .failure(.timedOut)],
        "does not answer the request for the credentials of the role my role)"
      ),
      ([token, role, .answer(200, "x")], "gives no JSON document for the credentials of the role my role)"),
      (
        [token, role, .answer(200, refused)],
        "does not have the credentials of the role my role: "
          + "AssumeRoleUnauthorizedAccess: EC2 cannot assume the role)"
      ),
    ] as [([Step], String)]
  )
  func `the reason why an instance has no credentials is reported`(steps: [Step], reason: String) async throws
  {
    let error = try await toolError { _ = try await world(steps).provider().credentials() }
    #expect(error.message.contains(" (\(Self.service) \(reason)"), "\(error)")
    #expect(error.hint?.contains("--http-put-response-hop-limit 2") == reason.contains("hop limit"))
    #expect(!error.description.contains("s3cr3t"))
  }

  @Test(arguments: [TransportFailure.cannotConnect, .notConnected, .unknownHost])
  func `where the connection fails the error does not mention an instance`(failure: TransportFailure)
    async throws
  {
    let error = try await toolError { _ = try await world([.failure(failure)]).provider().credentials() }
    #expect(error.message == CredentialChain.nothing.message && error.hint == CredentialChain.nothing.hint)
  }

  @Test func `incomplete credentials are reported`() async throws {
    let world = try world([Self.token, Self.role, .answer(200, #"{"Code":"Success","AccessKeyId":"A"}"#)])
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.message.contains("the EC2 instance"))
  }

  @Test(arguments: ["2023-11-14T22:28:19Z", "2023-11-14T20:00:00Z"])
  func `expired credentials are still used, because AWS extends them while it cannot renew them`(
    expiry: String
  ) async throws {
    let world = try world([Self.token, Self.role, Self.keys(expiry)])
    let left = try #require(await world.provider().credentials().expiry).since(.noon)
    #expect((Duration.seconds(17 * 60)...(.seconds(25 * 60))).contains(left))
  }

  @Test func `the service's place is a setting, as is how often it is asked`() async throws {
    for (variables, config, host) in [
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338"], "", "localhost"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "", "[fd00:ec2::254]"),
      ([:], "ec2_metadata_service_endpoint_mode = ipv6\n", "[fd00:ec2::254]"),
      ([:], "ec2_metadata_service_endpoint = http://127.0.0.2/\n", "127.0.0.2"),
    ] as [([String: String], String, String)] {
      let world = try world(
        [.answer(500, ""), .answer(500, ""), .answer(404, "")],
        variables.merging(["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"]) { $1 },
        config: config
      )
      _ = try await toolError { _ = try await world.provider().credentials() }
      #expect(world.transport.requests.map(\.endpoint.host) == [host, host, host])
    }
  }

  @Test(arguments: [
    ("AWS_METADATA_SERVICE_TIMEOUT", "0"), ("AWS_METADATA_SERVICE_TIMEOUT", "soon"),
    ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "-1"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "localhost:80"),
  ])
  func `settings that make no sense are refused by name`(variable: String, value: String) throws {
    let world = try world([], [variable: value])
    let error = try toolError { _ = try world.provider() }
    #expect(error.code == .configuration && error.message.contains(variable))
  }

  @Test(arguments: [
    ("metadata_service_timeout", "soon"), ("metadata_service_num_attempts", "0"),
    ("ec2_metadata_service_endpoint", "localhost:80"),
  ])
  func `invalid settings of a profile are errors too`(setting: String, value: String) throws {
    let world = try world([], config: "\(setting) = \(value)\n")
    let error = try toolError { _ = try world.provider() }
    #expect(error.message.hasPrefix("\(setting) of profile default is "), "\(error.message)")
  }

  @Test(arguments: ["\u{1B}[31mred", "a b", "TOKEN==", String(repeating: "a", count: 1 << 20)])
  func `an invalid region is refused and not shown`(words: String) async throws {
    let world = try world([Self.token, .answer(200, words)])
    let metadata = try #require(try InstanceMetadata(world.profile, in: world.context))
    let absence = await #expect(throws: MetadataAbsence.self) { _ = try await metadata.region() }
    let reason = try #require(absence?.reason)
    #expect(reason.contains("names a region that is not valid") && !reason.contains(words))
  }

  @Test func `the region of an instance is read`() async throws {
    let world = try world([Self.token, .answer(200, "eu-west-3\n")])
    let metadata = try #require(try InstanceMetadata(world.profile, in: world.context))
    #expect(try await metadata.region() == "eu-west-3")
    #expect(world.transport.requests.last?.url == "http://169.254.169.254/latest/meta-data/placement/region")
    #expect(
      try InstanceMetadata(
        world.profile,
        in: .test(environment: Environment(["AWS_EC2_METADATA_DISABLED": "TRUE"]))
      ) == nil
    )
  }
}
