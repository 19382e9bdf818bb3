import TestSupport
import Testing

/// `prod` never goes over plain http unless `--endpoint-url` says so.
@Suite(.needsStack, .serialized, .inTurn) struct PlainHTTPTests {
  /// A server that must get no connection: as the endpoint itself, and as the proxy of a host that is not
  /// local. Nothing leaves this machine: TLS goes to a proxy that is not there.
  private func expectNoConnection(
    _ command: ToolCommand,
    naming words: [String],
    in world: World,
    changes: (_ server: ScriptedServer) throws -> [String: String?]
  ) async throws {
    let nobody = try Socket.bound()
    defer { nobody.shutdown() }
    try await ScriptedServer.with({ _ in .closes }) { server in
      let base: [String: String?] = [
        "HTTPS_PROXY": "http://127.0.0.1:\(nobody.port)", "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
        "AWS_ENDPOINT_URL_DYNAMODB": nil, "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": nil,
        "AWS_MAX_ATTEMPTS": "1", "http_proxy": server.url, "HTTP_PROXY": server.url,
      ]
      let changes = try base.merging(changes(server)) { $1 }
      let run = try await world.run(command, ["prod", "--quiet"] + command.agreement, changes: changes)
      run.expectFailure(naming: words, lines: 3)
      #expect(server.connections == 0, "\(run)")
    }
  }

  private static let commands = (ToolCommand.dynamoDB + ToolCommand.cognito).filter { !$0.usesPostgres }

  @Test(arguments: commands)
  func `a configured endpoint is left out where it is local, and refused elsewhere`(command: ToolCommand)
    async throws
  {
    try await withWorld { world in
      let host = "prod.example.com"
      let refused = ["http://\(host)", "plain http", "--endpoint-url"]
      try await expectNoConnection(command, naming: ["amazonaws.com", "connect to"], in: world) {
        ["AWS_ENDPOINT_URL": $0.url]
      }
      try await expectNoConnection(command, naming: ["AWS_ENDPOINT_URL is "] + refused, in: world) { _ in
        ["AWS_ENDPOINT_URL": "http://\(host)"]
      }
      try await expectNoConnection(command, naming: ["AWS_ENDPOINT_URL_"] + refused, in: world) { _ in
        [
          "AWS_ENDPOINT_URL_DYNAMODB": "http://\(host)",
          "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://\(host)",
        ]
      }
      try await expectNoConnection(command, naming: ["profile"] + refused, in: world) { _ in
        ["AWS_CONFIG_FILE": try world.file("config", "[default]\nendpoint_url = http://\(host)\n")]
      }
    }
  }

  @Test(arguments: [301, 302, 307, 308])
  func `a redirect is not followed`(status: Int) async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .closes }) { elsewhere in
        try await ScriptedServer.with({ _ in
          .reply(status: status, headers: ["Location: \(elsewhere.url)/"], body: "")
        }) { server in
          let run = try await world.run("ddb-list-tables", ["prod", "--quiet", "--endpoint-url", server.url])
          run.expectFailure(naming: [server.url, "HTTP \(status)"])
          #expect(server.requests.map(\.operation) == ["ListTables"])
          #expect(elsewhere.connections == 0)
        }
      }
    }
  }

  @Test func `--endpoint-url may name a plain http endpoint in prod`() async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .document(#"{"TableNames": ["aaa"]}"#) }) { server in
        let arguments = ["prod", "--output", "text", "--endpoint-url", server.url]
        let printed = try await world.output(of: "ddb-list-tables", arguments)
        #expect(printed == "aaa\n")
        #expect(server.requests.count == 1)
      }
    }
  }
}
