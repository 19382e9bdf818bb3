import AWS
import FoundationEssentials
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import ddb_patterns

/// create-message, on a table in memory and a real PostgreSQL.
@Suite(.needsPostgreSQL, .inTurn) struct CreateMessageTests {
  @Test func `a message is written as the course's Python code writes it, and printed`() async throws {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob")
      let run = try await messaging.run(
        "create-message",
        "--group",
        Messaging.group.uppercased(),
        "--from",
        "ann",
        "Hello, “Bob” 🦊"
      )
      #expect(run.status == 0, "\(run)")
      let printed = try JSONValue(parsing: Array(run.stdout.utf8))
      let key = MemoryTable.Key(
        partition: "MSG#\(Messaging.group)",
        sort: "2023-03-26T12:00:00.000000+00:00"
      )
      let row = try #require(messaging.table.rows[key])
      let id = try #require(row["message_uuid"])
      #expect(UUID(uuidString: id) != nil && id == id.lowercased())
      #expect(
        row == [
          "pk": key.partition, "sk": key.sort, "message": "Hello, “Bob” 🦊", "message_uuid": id,
          "user_uuid": messaging.ids["ann"], "user_display_name": "ANN", "user_handle": "ann",
        ]
      )
      #expect(
        printed == [
          "created_at": .string(key.sort), "display_name": "ANN", "handle": "ann",
          "message": "Hello, “Bob” 🦊", "message_group_uuid": .string(Messaging.group), "uuid": .string(id),
        ],
        "\(run)"
      )
    }
  }

  @Test func `two messages of one microsecond are two rows`() async throws {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob")
      for text in ["one", "two"] {
        let run = try await messaging.run("create-message", "--group", Messaging.group, "--from", "ann", text)
        #expect(run.status == 0, "\(run)")
      }
      let rows = messaging.table.rows.filter { $0.key.partition.hasPrefix("MSG#") }
      #expect(Set(rows.values.compactMap { $0["message"] }) == ["one", "two"])
    }
  }

  @Test func `a message whose answer is lost is written once`() async throws {
    let table = MemoryTable { operation, number in operation == "PutItem" && number == 1 ? .lostAnswer : nil }
    try await withMessaging(table) { messaging in
      messaging.addGroup("ann", "bob")
      let run = try await messaging.run("create-message", "--group", Messaging.group, "--from", "ann", "x")
      #expect(run.status == 0, "\(run)")
      #expect(table.rows.keys.filter { $0.partition.hasPrefix("MSG#") }.count == 1)
    }
  }

  private static let tooLong = String(repeating: "a", count: 1_023) + "🦊"

  @Test(arguments: [
    (["--from", "ann", ""], "the message is empty"), (["--from", "ann", " \n\t"], "the message is empty"),
    (["--from", "ann", tooLong], "the message has 1025 characters, and 1024 are the most"),
    (["--from", "nobody", "x"], "handle 'nobody' not found"),
    (["--from", "cid", "x"], "cid does not take part in it"),
    (["--from", "ann", "--group", "00000000-55d1-47a0-bc6d-fe2bc2700399", "x"], "there is no such group"),
  ])
  func `a message that may not be sent is an error, and nothing is written`(
    arguments: [String],
    words: String
  ) async throws {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob")
      let group = arguments.contains("--group") ? [] : ["--group", Messaging.group]
      let world = ToolWorld(
        variables: ["CONNECTION_URL": try TestServer.url(database: messaging.database.name)]
      )
      let run = try await world.run(
        DDBPatterns.self,
        ["create-message"] + group + arguments,
        messaging.table.transport
      )
      #expect(run.status == 1 && run.stdout.isEmpty, "\(run)")
      #expect(run.stderr.contains(words), "\(run)")
      #expect(!run.operations.contains("PutItem"))
      #expect(messaging.table.rows.count == 1)
    }
  }

  @Test func `1,024 UTF-16 units may be sent`() async throws {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob")
      let text = String(repeating: "a", count: 1_022) + "🦊"
      let run = try await messaging.run("create-message", "--group", Messaging.group, "--from", "ann", text)
      #expect(run.status == 0, "\(run)")
    }
  }
}

@Suite(.inTurn) struct CreateMessageUsageTests {
  @Test(arguments: [
    ["create-message"], ["create-message", "x"], ["create-message", "x", "--from", "ann"],
    ["create-message", "--group", "no-uuid", "--from", "ann", "x"],
    ["create-message", "--group", "5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "--from", "ann", "x", "dev"],
    ["create-message-group", "--from", "ann", "x"],
    ["create-message-group", "--from", "ann", "--to", "ann", "x"],
    ["tail", "--group", ""], ["tail", "now"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
