import TestSupport
import Testing

/// Another server at the endpoint, or none.
@Suite(.needsStack, .serialized, .inTurn) struct BadEndpointTests {
  enum Fault: String, CaseIterable {
    case htmlPage, htmlNotFound, notImplemented, garbage, wrongTypes, wrongElements, emptyObject, emptyBody,
      array, closes

    var answer: Answer {
      let page = "<html>\n<body><h1>It works!</h1>\u{1B}[31m</body>\n</html>\n"
      return switch self {
      case .htmlPage: .reply(status: 200, type: "text/html", body: page)
      case .htmlNotFound: .reply(status: 404, type: "text/html", body: page)
      case .notImplemented: .reply(status: 501, type: "text/plain", body: "Unsupported method ('POST')")
      case .garbage: .reply(status: 200, body: #"{"TableNames": ["a", \u12"#)
      case .wrongTypes: .reply(status: 200, body: Self.typesBody)
      case .wrongElements: .reply(status: 200, body: Self.elementsBody)
      case .emptyObject: .reply(status: 200, body: "{}")
      case .emptyBody: .reply(status: 200, body: "")
      case .array: .reply(status: 200, body: "[1, 2]")
      case .closes: .closes
      }
    }

    private static let typesBody =
      #"{"TableNames": {"a": 1}, "Items": "x", "Count": [], "Table": [], "TableDescription": 7, "Users": "u"}"#
    private static let elementsBody =
      #"{"TableNames": [1, null], "Items": [7], "Count": 1, "Table": {"TableStatus": 1}, "#
      + #""TableDescription": {}, "Users": [5]}"#
  }

  @Test func `https to a server that speaks http is recognised, once, and the command is given`() async throws
  {
    try await withWorld { world in
      let server = world.stack.dynamoDB.replacing("http://", with: "https://")
      let run = try await world.run("ddb-list-tables", changes: ["AWS_ENDPOINT_URL_DYNAMODB": server])
      run.expectFailure(
        naming: [
          "the server speaks http, not https", "AWS_ENDPOINT_URL_DYNAMODB",
          "  ddb-list-tables --endpoint-url \(world.stack.dynamoDB)\n",
        ]
      )
      #expect(!run.stderr.contains("retries"), "\(run)")
    }
  }

  @Test(arguments: ToolCommand.dynamoDB + ToolCommand.cognito)
  func `a server that is not the service is recognised`(command: ToolCommand) async throws {
    try await withWorld { world in
      try await world.with(command) { world, database in
        for fault in Fault.allCases {
          try await ScriptedServer.with({ _ in fault.answer }) { server in
            var run = try await world.run(
              command,
              ["--endpoint-url", server.url, "--quiet"],
              changes: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI", "AWS_MAX_ATTEMPTS": "3"]
            )
            run.about = fault.rawValue
            run.expectFailure(naming: [server.url, command.operation])
            let operations = server.requests.map(\.operation)
            #expect(!operations.isEmpty && Set(operations) == [command.operation], "\(fault)")
          }
        }
        #expect(try await database?.users() ?? Self.seeded == Self.seeded)
      }
    }
  }

  private static let seeded = [
    "Sama|1e5dc2a1-3c34-42e9-8ed4-b3b74b1e9b37", "phidel|e0b69ea1-57e2-42ad-8025-dd372666785d",
  ]

  @Test(arguments: ToolCommand.dynamoDB + ToolCommand.cognito)
  func `a refused connection is an error after 5 s, in which a server may start up`(command: ToolCommand)
    async throws
  {
    let socket = try Socket.bound()
    defer { socket.shutdown() }
    try await withWorld { world in
      try await world.with(command) { world, database in
        let url = "http://127.0.0.1:\(socket.port)"
        let run = try await world.run(
          command,
          ["--endpoint-url", url, "--quiet"],
          changes: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"]
        )
        run.expectFailure(naming: [url, "scripts/stack up"])
        #expect(run.seconds >= 5 && run.isWithin(seconds: 10), "\(run)")
        #expect(try await database?.users() ?? Self.seeded == Self.seeded)
      }
    }
  }

  @Test func `an endpoint that is not a URL is refused before anything is sent`() async throws {
    try await withWorld { world in
      for url in ["localhost:8000", "ftp://localhost", "http://", "http://user:hush@localhost:1"] {
        let run = try await world.run("ddb-list-tables", changes: ["AWS_ENDPOINT_URL_DYNAMODB": url])
        run.expectFailure(naming: ["AWS_ENDPOINT_URL_DYNAMODB"])
        #expect(!run.stderr.contains("hush"))
      }
    }
  }
}
