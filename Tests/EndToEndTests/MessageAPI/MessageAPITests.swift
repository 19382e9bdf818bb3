import Foundation
import TestSupport
import Testing

/// cruddur-api on moto and PostgreSQL, beside the week's Flask app on the same stores.
@Suite(.needsStack, .serialized, .inTurn) struct MessageAPITests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  private struct SignedIn: Decodable {
    let access_token: String
    let client_id: String
  }

  /// Runs `body` with both servers, and the access token of Sama in a pool of its own.
  private func withBoth(_ body: (World, APIServer, _ flask: String, _ token: String) async throws -> Void)
    async throws
  {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, _ in
        var world = world
        _ = try await world.makePool(["phidel", "Sama"])
        try await world.output(of: "db-update-cognito-user-ids")
        try await world.output(of: "ddb-schema-load")
        try await world.output(of: "ddb-seed")
        // The Flask app knows no other table.
        let pool = try #require(world.environment["AWS_COGNITO_USER_POOL_ID"])
        let signedIn = try await world.oracle(
          "access_token.py",
          [world.stack.cognito, pool, "Sama"],
          as: SignedIn.self
        )
        world.environment["AWS_COGNITO_USER_POOL_CLIENT_ID"] = signedIn.client_id
        try await BackgroundServer.with(
          ["gunicorn", "--bind", "127.0.0.1:0", "--chdir", Repository.oracle("week5"), "app:app"],
          announcement: "Listening at: http://",
          in: world,
          changes: [
            "AWS_ENDPOINT_URL": world.stack.dynamoDB, "AWS_DEFAULT_REGION": world.environment["AWS_REGION"],
            "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
            "COGNITO_JWKS_URL": "\(world.stack.cognito)/\(pool)/.well-known/jwks.json",
          ]
        ) { flask in
          try await APIServer.with(in: world) { try await body(world, $0, flask.url, signedIn.access_token) }
        }
        try await world.output(of: "ddb-drop", ["cruddur-messages"])
      }
    }
  }

  private func isSame(_ left: Any, _ right: Any) -> Bool {
    (left as? NSObject)?.isEqual(right) ?? false
  }

  @Test func `the frontend's calls get what the Flask app answers, field by field`() async throws {
    try await withBoth { world, api, flask, token in
      let reads = [
        APIServer.request("GET", "/api/message_groups", token: token),
        APIServer.request("GET", "/api/messages/\(Self.group)", token: token),
        APIServer.request("GET", "/api/users/@phidel/short"),
        APIServer.request("GET", "/api/message_groups", token: "x.y.z"),
      ]
      let theirs = try await world.answers(of: flask, to: reads)
      let ours = try await world.answers(of: api.url, to: reads)
      for (ours, theirs) in zip(ours, theirs) {
        #expect(ours.status == theirs.status && isSame(ours.body, theirs.body), "\(ours)\n\(theirs)")
      }
      #expect(theirs.map(\.status) == [200, 200, 200, 401] && theirs[1].list.count == 20)
      try await compareWrites(world, api, flask, token)
    }
  }

  /// What is written differs by ids and moments only.
  private func compareWrites(_ world: World, _ api: APIServer, _ flask: String, _ token: String) async throws
  {
    let message = APIServer.request(
      "POST",
      "/api/messages",
      token: token,
      body: ["message": "höre 🦊", "message_group_uuid": Self.group]
    )
    let theirs = try #require(try await world.answers(of: flask, to: [message]).first)
    let ours = try #require(try await world.answers(of: api.url, to: [message]).first)
    #expect(ours.status == 200 && theirs.status == 200)
    #expect(ours.object.keys.sorted() == theirs.object.keys.sorted())
    for name in ["message_group_uuid", "display_name", "handle", "message"] {
      #expect(isSame(ours.object[name] ?? 0, theirs.object[name] ?? 1), "\(name)")
    }
    let list = APIServer.request("GET", "/api/messages/\(Self.group)", token: token)
    let seen = try #require(try await world.answers(of: flask, to: [list]).first)
    #expect(seen.list.suffix(2).allSatisfy { $0["message"] as? String == "höre 🦊" }, "\(seen)")
  }

  @Test func `invalid requests are refused with the documented status`() async throws {
    try await withBoth { world, api, flask, token in
      let cases: [(body: [String: Any], status: Int)] = [
        (["message": "", "message_group_uuid": Self.group], 422),
        (["message": "x", "handle": "nobody"], 404),
        (["message": "x", "handle": "Sama"], 422), (["handle": "phidel"], 422),
        (["message": String(repeating: "a", count: 1_025), "handle": "phidel"], 422),
        (["message": "x", "message_group_uuid": "not-mine"], 403),
      ]
      let calls = cases.map { APIServer.request("POST", "/api/messages", token: token, body: $0.body) }
      let ours = try await world.answers(of: api.url, to: calls)
      #expect(ours.map(\.status) == cases.map(\.status))
      let theirs = try await world.answers(of: flask, to: calls.dropLast())
      #expect(theirs.allSatisfy { $0.status >= 400 }, "\(theirs)")
      let others = [
        APIServer.request("GET", "/api/users/@nobody/short"),
        APIServer.request("GET", "/api/messages/not-mine", token: token),
      ]
      #expect(try await world.answers(of: api.url, to: others).map(\.status) == [404, 403])
      // The message to a partner with whom there is a conversation goes there.
      let sent = try await api.call(
        "POST",
        "/api/messages",
        token: token,
        body: ["message": "again", "handle": "phidel"]
      )
      #expect(sent.object["message_group_uuid"] as? String == Self.group)
      #expect(try await api.call("GET", "/api/message_groups", token: token).list.count == 1)
      #expect(!api.tool.stderr.contains("again") && !api.tool.stderr.contains(token))
    }
  }

  @Test func `a server that is terminated ends with 0`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("api")
        try await world.loadTableWithStream(table)
        try await world.output(of: "ddb-seed", ["--table", table])
        let tool = try BackgroundTool("cruddur-api", ["--port", "0", "--table", table], in: world)
        try await wait(for: "the server to listen") { tool.stderr.contains("listening on http://") }
        #expect(await tool.stop(SIGTERM) == 0, "\(tool.stderr)")
      }
    }
  }

  @Test func `a message that another process writes is reported to those who wait`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("changes")
        try await world.loadTableWithStream(table)
        try await world.output(of: "ddb-seed", ["--table", table])
        let status = try await APIServer.with(["--table", table], in: world) { api in
          let token = try await api.token(of: "phidel")
          var start = 0
          try await wait(for: "the stream to be followed") {
            let answer = try await api.call("GET", "/api/changes", token: token).object
            start = answer["number"] as? Int ?? 0
            return answer["stream"] as? Bool == true
          }
          async let change = api.call("GET", "/api/changes?after=\(start)", token: token)
          try await world.output(
            of: "ddb-patterns",
            ["create-message", "--group", Self.group, "--from", "Sama", "news", "--table", table]
          )
          let object = try await change.object
          #expect(object["groups"] as? [String] == [Self.group], "\(object)")
          #expect(object["complete"] as? Bool == true)
        }
        #expect(status == 0)
      }
    }
  }

  /// A repeated request is a transaction that fails.
  @Test func `the message of a repeated request is in the stream once, and later ones are too`() async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("repeated")
        try await world.loadTableWithStream(table)
        try await world.output(of: "ddb-seed", ["--table", table])
        let arguments = ["tail", "--group", Self.group, "--table", table]
        let tail = try BackgroundTool("ddb-patterns", arguments, in: world)
        let status = try await tail.run { tail in
          try await wait(for: "tail to begin") { tail.stderr.contains("new messages of") }
          try await APIServer.with(["--table", table], in: world) { api in
            let token = try await api.token(of: "phidel")
            for text in ["first", "first", "second", "third"] {
              let sent = try await api.call(
                "POST",
                "/api/messages",
                token: token,
                headers: ["Idempotency-Key": text],
                body: ["message": text, "message_group_uuid": Self.group]
              )
              #expect(sent.status == 200)
            }
          }
          try await wait(for: "the last message") { tail.stdout.hasSuffix("  phidel: third\n") }
          let texts = tail.stdout.split(separator: "\n").map { $0.split(separator: " ").last ?? "" }
          #expect(texts == ["first", "second", "third"])
        }
        #expect(status == 130, "\(tail.stderr)")
      }
    }
  }
}
