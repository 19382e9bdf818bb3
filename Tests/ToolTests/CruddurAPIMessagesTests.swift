import AWS
import ArgumentParser
import HTTPServer
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import cruddur_api

/// The message routes, on a table in memory and a real PostgreSQL with ann, bob and cid.
@Suite(.needsPostgreSQL, .inTurn) struct CruddurAPIMessagesTests {
  /// The API as ann, or somebody else, calls it.
  private struct Caller {
    let api: API
    let token: String

    func call(
      _ method: String,
      _ target: String,
      _ body: JSONValue? = nil,
      key: String? = nil
    ) async throws -> (status: Int, value: JSONValue) {
      var headers: HeaderFields = [
        "Host": "localhost", "Authorization": "Bearer \(token)", "Content-Type": "application/json",
      ]
      headers["Idempotency-Key"] = key
      let answer = await api.answer(
        to: ServerRequest(
          method: method,
          target: RequestTarget(target),
          headers: headers,
          body: body.map { $0.encoded() } ?? []
        )
      )
      return (answer.status, try JSONValue(parsing: answer.body))
    }

    func send(_ body: JSONValue, key: String? = nil) async throws -> (status: Int, value: JSONValue) {
      try await call("POST", "/api/messages", body, key: key)
    }
  }

  private func with(
    _ table: MemoryTable = MemoryTable(),
    as handle: String = "ann",
    _ body: (Caller, Messaging) async throws -> Void
  ) async throws {
    try await withMessaging(table) { messaging in
      let context = try AWSContext.test(
        ["CONNECTION_URL": try TestServer.url(database: messaging.database.name)],
        transport: table.transport
      )
      let services = try await Services(
        aws: .parse([]),
        postgres: .parse([]),
        tables: .parse([]),
        in: context,
        executor: nil
      )
      let user = try #require(messaging.ids[handle])
      let token = try #require(services.gate.local?.token(for: user))
      try await body(Caller(api: API(services), token: token), messaging)
    }
  }

  private static let group = Messaging.group

  private func messages(_ table: MemoryTable) -> [String] {
    table.rows.filter { $0.key.partition.hasPrefix("MSG#") }.sorted { $0.key < $1.key }.compactMap {
      $0.value["message"]
    }
  }

  @Test func `the caller's conversations are listed, the newest first`() async throws {
    try await with { ann, messaging in
      messaging.addGroup("ann", "bob", at: "2023-01-01T00:00:00")
      messaging.table.put([
        "pk": "GRP#\(messaging.ids["ann"] ?? "")", "sk": "2024-01-01T00:00:00", "message_group_uuid": "g2",
        "message": "newer", "user_uuid": messaging.ids["cid"] ?? "", "user_display_name": "CID",
        "user_handle": "cid",
      ])
      let (status, value) = try await ann.call("GET", "/api/message_groups")
      #expect(status == 200)
      #expect(
        value == [
          [
            "uuid": "g2", "display_name": "CID", "handle": "cid", "message": "newer",
            "created_at": "2024-01-01T00:00:00",
          ],
          [
            "uuid": .string(Self.group), "display_name": "BOB", "handle": "bob", "message": "first",
            "created_at": "2023-01-01T00:00:00",
          ],
        ]
      )
    }
  }

  @Test func `the newest 20 messages are listed, and the parameter before gives older ones`() async throws {
    try await with { ann, messaging in
      messaging.addGroup("ann", "bob")
      for number in 10..<55 {
        messaging.table.put([
          "pk": "MSG#\(Self.group)", "sk": "2022-12-31T00:00:\(number)", "message": "\(number)",
          "message_uuid": "m\(number)",
          "user_uuid": "u", "user_display_name": "BOB", "user_handle": "bob",
        ])
      }
      var pages: [[Int]] = []
      var query = ""
      repeat {
        let (status, value) = try await ann.call("GET", "/api/messages/\(Self.group)\(query)")
        #expect(status == 200)
        let page = try #require(value.array)
        pages.append(page.compactMap { $0["message"]?.string.flatMap { Int($0) } })
        query = "?before=\(page.first?["created_at"]?.string ?? "")"
      } while pages.last?.count == 20
      #expect(pages == [Array(35..<55), Array(15..<35), Array(10..<15)])
    }
  }

  private static let strangersCalls: [(String, String, JSONValue?)] = [
    ("GET", "/api/messages/\(group)", nil), ("GET", "/api/messages/nope", nil),
    ("GET", "/api/messages/%00", nil),
    ("POST", "/api/messages", ["message": "x", "message_group_uuid": .string(group)]),
    (
      "POST", "/api/messages",
      ["message": "x", "message_group_uuid": .string(String(repeating: "a", count: 3_000))]
    ),
  ]

  @Test(arguments: strangersCalls)
  func `a user who is not a member is refused, and nothing is written`(
    method: String,
    target: String,
    body: JSONValue?
  ) async throws {
    try await with(as: "cid") { cid, messaging in
      messaging.addGroup("ann", "bob")
      let status = try await cid.call(method, target, body).status
      #expect(status == 403)
      #expect(messages(messaging.table).isEmpty)
    }
  }

  @Test(
    arguments: [
      (["handle": "bob"], "message_blank"), (["message": "", "handle": "bob"], "message_blank"),
      (["message": " \n", "handle": "bob"], "message_blank"),
      (["message": 1, "handle": "bob"], "message_blank"),
      (
        ["message": .string(String(repeating: "a", count: 1_025)), "handle": "bob"],
        "message_exceed_max_chars"
      ),
      (["message": "x"], "user_reciever_handle_blank"),
      (["message": "x", "handle": ""], "user_reciever_handle_blank"),
      (["message": "x", "handle": "ann"], "user_reciever_handle_blank"),
      (["message": "x", "handle": ["bob"]], "user_reciever_handle_blank"),
      (["message": "x", "message_group_uuid": ""], "message_group_uuid_blank"),
      (["message": "x", "message_group_uuid": 7, "handle": "bob"], "message_group_uuid_blank"),
      (["message": "", "message_group_uuid": ""], "message_blank"),
    ] as [(JSONValue, String)]
  )
  func `invalid input is answered with the course's error codes`(body: JSONValue, code: String) async throws {
    try await with { ann, messaging in
      let answer = try await ann.send(body)
      #expect(answer.status == 422 && answer.value == [.string(code)], "\(answer)")
      #expect(messaging.table.rows.isEmpty)
    }
  }

  @Test func `a message to nobody is answered with 404`() async throws {
    try await with { ann, messaging in
      for handle in ["nobody", "a\u{0}b"] {
        let status = try await ann.send(["message": "x", "handle": .string(handle)]).status
        #expect(status == 404)
      }
      #expect(messaging.table.rows.isEmpty)
    }
  }

  @Test func `a first message begins a conversation, the next one goes into it`() async throws {
    try await with { ann, messaging in
      let first = try await ann.send(["message": "hello", "handle": "@bob", "message_group_uuid": .null])
      #expect(first.status == 200 && first.value.members?.map(\.name) == ["message_group_uuid"], "\(first)")
      let group = try #require(first.value["message_group_uuid"]?.string)
      let second = try await ann.send(["message": "again", "handle": "bob"])
      #expect(
        second.value["message_group_uuid"]?.string == group && second.value["message"] == "again",
        "\(second)"
      )
      let rows = messaging.table.rows
      #expect(messages(messaging.table) == ["hello", "again"])
      #expect(rows.keys.filter { $0.partition.hasPrefix("GRP#") }.count == 2)
      let uuid = second.value["uuid"]?.string
      #expect(rows.values.contains { $0["message_uuid"] == uuid && $0["message"] == "again" })
    }
  }

  @Test func `a request that is repeated with its idempotency key writes once`() async throws {
    try await with { ann, messaging in
      let begun = try await ann.send(["message": "hello", "handle": "bob"], key: "1")
      #expect(try await ann.send(["message": "hello", "handle": "bob"], key: "1") == begun)
      let sent = try await ann.send(["message": "more", "handle": "bob"], key: "2")
      #expect(try await ann.send(["handle": "bob", "message": "more"], key: "2") == sent)
      #expect(sent.value["message"] == "more")
      let other = try await ann.send(["message": "less", "handle": "bob"], key: "2")
      #expect(other.status == 422 && other.value == ["idempotency_key_reused"])
      #expect(messages(messaging.table) == ["hello", "more"])
    }
  }

  @Test func `two users may use the same idempotency key`() async throws {
    try await with { ann, messaging in
      _ = try await ann.send(["message": "from ann", "handle": "bob"], key: "1")
      let rows = messaging.table.rows.keys.filter { $0.partition.hasPrefix("KEY#") }
      #expect(rows.map(\.partition) == ["KEY#\(messaging.ids["ann"] ?? "")"])
    }
  }

  @Test(arguments: ["", "a b", "ä", String(repeating: "k", count: 201)])
  func `a malformed idempotency key is refused`(key: String) async throws {
    try await with { ann, messaging in
      let answer = try await ann.send(["message": "x", "handle": "bob"], key: key)
      #expect(answer.status == 422 && answer.value == ["idempotency_key_invalid"])
      #expect(messaging.table.rows.isEmpty)
    }
  }

  @Test func `a message is written once when DynamoDB's answer is lost, with an idempotency key and without`()
    async throws
  {
    for key in [nil, "1"] {
      let losing = MemoryTable { operation, number in
        ["PutItem", "TransactWriteItems"].contains(operation) && number < 3 ? .lostAnswer : nil
      }
      try await with(losing) { ann, messaging in
        messaging.addGroup("ann", "bob")
        let answer = try await ann.send(
          ["message": "x", "message_group_uuid": .string(Self.group)],
          key: key
        )
        #expect(answer.status == 200, "\(answer)")
        #expect(messages(messaging.table) == ["x"])
      }
    }
  }

  @Test func `when the table refuses, the answer is 503 with Retry-After`() async throws {
    let table = MemoryTable { _, _ in .refused("ResourceNotFoundException", status: 400) }
    try await with(table) { ann, _ in
      for (method, target) in [
        ("GET", "/api/message_groups"), ("GET", "/api/messages/g"), ("GET", "/api/health"),
      ] {
        let status = try await ann.call(method, target).status
        #expect(status == 503)
      }
      let status = try await ann.send(["message": "x", "handle": "bob"]).status
      #expect(status == 503)
    }
  }

  @Test func `the token of a deleted user is refused`() async throws {
    try await with { ann, messaging in
      try messaging.database.connect().query("DELETE FROM public.users WHERE handle = 'ann'", to: "change")
      #expect(try await ann.call("GET", "/api/message_groups").status == 403)
    }
  }

  @Test func `without a stream a request for changes is answered at once and says so`() async throws {
    try await with { ann, _ in
      let first = try await ann.call("GET", "/api/changes")
      let number = try #require(first.value["number"]?.integer)
      #expect(first.value["stream"] == false && first.value["complete"] == true)
      let second = try await ann.call("GET", "/api/changes?after=\(number)")
      #expect(second.status == 200 && second.value == first.value)
      #expect(try await ann.call("GET", "/api/changes?after=1").value["complete"] == false)
      #expect(try await ann.call("GET", "/api/changes?after=x").status == 422)
    }
  }
}
