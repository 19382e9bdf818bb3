import Foundation
import TestSupport
import Testing

/// Credentials of the container and of the instance that a tool runs in.
@Suite(.needsStack, .serialized, .inTurn) struct MetadataTests {
  private static let secret = "s3cr3t-of-the-service"
  private static let token = "Bearer s3cr3t-token"

  private static func keys(_ id: String) -> Answer {
    .reply(
      status: 200,
      body:
        #"{"AccessKeyId": "\#(id)", "SecretAccessKey": "\#(secret)", "Token": "lent-s3cr3t", "Expiration": "\#(World.soon)"}"#
    )
  }

  private static let secrets = [secret, token, "lent-s3cr3t"]

  // MARK: - The container

  @Test func `a container's service gives credentials for its token, whatever the proxy`() async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in Self.keys("ASIACONTAINER") }) { service in
        var world = try world.configured("", secrets: Self.secrets)
        world.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "\(service.url)/v1/credentials?id=1"
        world.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = Self.token
        world.environment["http_proxy"] = "http://127.0.0.1:1"
        world.environment["HTTPS_PROXY"] = "http://127.0.0.1:1"
        try await world.withDynamoDB { server, arguments in
          let verbose = arguments.filter { $0 != "--quiet" } + ["--verbose"]
          let run = try await world.run("ddb-list-tables", verbose)
          #expect(run.status == 0, "\(run)")
          #expect(run.stderr.contains("credentials from the container (AWS_CONTAINER_CREDENTIALS_FULL_URI)"))
          #expect(server.requests.map(\.accessKey) == ["ASIACONTAINER"])
          #expect(server.requests.first?.field("x-amz-security-token") == "lent-s3cr3t")
        }
        #expect(service.requests.map(\.line) == ["GET /v1/credentials?id=1"])
        #expect(service.requests.first?.field("authorization") == Self.token)
      }
    }
  }

  @Test func `a container's service that is another host, or refuses, is the error`() async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .reply(status: 403, body: Self.secret) }) { service in
        for (url, words) in [
          ("http://credentials.example.com/", ["credentials.example.com", "plain http", "https"]),
          ("\(service.url)/", ["HTTP 403\n"]), ("http://127.0.0.1:1/", ["cannot reach http://127.0.0.1:1"]),
        ] {
          var world = try world.configured("", secrets: Self.secrets)
          world.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
          try await world.withDynamoDB { server, arguments in
            let run = try await world.run("ddb-list-tables", arguments)
            run.expectFailure(naming: ["no credentials from the container"] + words)
            #expect(server.requests.isEmpty)
          }
        }
        #expect(service.requests.count == 1)
      }
    }
  }

  @Test func `the reason of a container's service is shown`() async throws {
    try await withWorld { world in
      let body =
        #"{"code": "NoCredentials", "message": "no role for\u001bthis task", "Token": "lent-s3cr3t"}"#
      try await ScriptedServer.with({ _ in .reply(status: 400, body: body) }) { service in
        var world = try world.configured("", secrets: Self.secrets)
        world.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url
        try await world.withDynamoDB { _, arguments in
          let run = try await world.run("ddb-list-tables", arguments)
          run.expectFailure(naming: ["HTTP 400: NoCredentials: no role for this task"])
        }
      }
    }
  }

  // MARK: - The instance

  private func onInstance(_ world: World, _ url: String) throws -> World {
    var world = try world.configured("", secrets: Self.secrets)
    world.environment["AWS_EC2_METADATA_DISABLED"] = nil
    world.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url
    return world
  }

  @Test func `an instance gives credentials and the region`() async throws {
    try await withWorld { world in
      let moto = ["moto.server", "-H", "127.0.0.1", "-p", "0"]
      try await BackgroundServer.with(moto, announcement: "Running on http://", in: world) { instance in
        var world = try onInstance(world, instance.url)
        world.environment["AWS_REGION"] = nil
        try await world.withDynamoDB { server, arguments in
          let verbose = arguments.filter { $0 != "--quiet" } + ["--verbose"]
          let run = try await world.run("ddb-list-tables", verbose)
          #expect(run.status == 0, "\(run)")
          #expect(
            run.stderr.contains("(us-east-1, profile default), credentials from the EC2 instance"),
            "\(run)"
          )
          #expect(!run.stderr.contains("test-secret-key") && !run.stderr.contains("test-session-token"))
          #expect(server.requests.map(\.accessKey) == ["test-key"])
          #expect(server.requests.first?.field("x-amz-security-token") == "test-session-token")
          try await world.output(of: "ddb-list-tables", arguments + ["--region", "eu-west-1"])
          #expect(server.requests.last?.head.contains("/eu-west-1/dynamodb/") == true)
        }
      }
    }
  }

  /// Answers without credentials, and the requests that the service then gets.
  static let useless: [(Answer, [String])] = [
    (.stalls, ["PUT /latest/api/token"]), (.closes, ["PUT /latest/api/token"]),
    (.reply(status: 403, body: ""), ["PUT /latest/api/token"]),
    (.reply(status: 404, body: ""), ["PUT /latest/api/token"]),
    (
      .reply(status: 200, body: "x"),
      [
        "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
        "GET /latest/meta-data/iam/security-credentials/x",
      ]
    ),
  ]

  @Test(arguments: useless.indices)
  func `an instance that stalls or has no credentials is an error within 4 s`(index: Int) async throws {
    let (answer, lines) = Self.useless[index]
    try await withWorld { world in
      try await ScriptedServer.with({ _ in answer }) { service in
        let world = try onInstance(world, service.url)
        try await world.withDynamoDB { server, arguments in
          let run = try await world.run("ddb-list-tables", arguments)
          run.expectFailure(naming: ["Unable to locate credentials", "aws configure"], within: 4)
          #expect(server.requests.isEmpty)
        }
        #expect(service.requests.map(\.line) == lines, "the first version was asked, or it was asked again")
      }
    }
  }

  @Test func `when no token arrives the hop limit is named, for credentials and for the region`()
    async throws
  {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .stalls }) { service in
        var world = try onInstance(world, service.url)
        try await world.withDynamoDB { _, arguments in
          for (region, what) in [
            ("us-east-1", "Unable to locate credentials"), (nil, "You must specify a region"),
          ] {
            world.environment["AWS_REGION"] = region
            let run = try await world.run("ddb-list-tables", arguments)
            run.expectFailure(naming: [what, service.url, "hop limit", "--http-put-response-hop-limit 2"])
          }
        }
      }
    }
  }

  @Test func `a local run asks no instance and no container`() async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .stalls }) { service in
        var world = try onInstance(world, service.url)
        world.environment["AWS_REGION"] = nil
        world.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url
        try await world.output(of: "ddb-list-tables")
        #expect(service.requests.isEmpty)
      }
    }
  }

  @Test func `Ctrl-C ends a service that stalls`() async throws {
    try await withWorld { world in
      let arrived = world.flag("arrived")
      try await ScriptedServer.with({ _ in
        arrived.raise()
        return .stalls
      }) { service in
        var world = try world.configured("", secrets: Self.secrets)
        world.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url
        let run = try await world.runOnTerminal(
          "ddb-list-tables",
          ["prod", "--endpoint-url", service.url],
          steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        #expect(service.requests.count == 1)
      }
    }
  }
}
