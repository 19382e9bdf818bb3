import Foundation
import TestSupport
import Testing

/// The access patterns, compared with the output of the corrected week-5 scripts.
@Suite(.needsStack, .serialized, .inTurn) struct ConversationsTests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  private static let talk = """
    Person 1: "Ça va?" — it's ¿fine? \\ and this line is longer than forty characters 🦊
    Person 2: 👨‍👩‍👧 emoji first, then café and an accent of its own: e\u{301}, to be cut somewhere
    Person 1: short
    Person 2:
    Person 1: exactly forty characters, not one more!!
    """.replacingOccurrences(of: "Person 2:\n", with: "Person 2: \n")

  /// A world with two conversations: the script's 104 lines in 2023, and a few unusual lines at the turn of
  /// 2024.
  private func withConversations(_ body: (World, TestDatabase, String) async throws -> Void) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let table = world.name("talks")
        try await world.createTable(table)
        try await database.addUser(handle: "Zoë \"O'N\"", displayName: "Zoë “Zo” O'Neil 🦊")
        let odd = try world.file("odd.txt", Self.talk)
        try await world.output(of: "ddb-seed", ["--table", table, "--start", "2023-07-01T03:59:30.25Z"])
        try await world.output(
          of: "ddb-seed",
          ["--table", table, "--start", "2024-01-01T00:01:00+00:00", "--conversation", odd]
            + ["--my-handle", "Zoë \"O'N\"", "--other-handle", "Sama"]
        )
        try await body(world, database, table)
      }
    }
  }

  private struct Case {
    var arguments: [String]
    var key: [String: String]
    var limit = 20
    var zone: String?

    var forScript: [String: Any] {
      var document: [String: Any] = key
      document["limit"] = limit
      document["tz"] = zone ?? NSNull()
      return document
    }
  }

  private static let cases = [
    Case(arguments: ["--year", "2023"], key: ["year": "2023"]),
    Case(arguments: ["--year", "2023"], key: ["year": "2023"], zone: "America/Toronto"),
    Case(arguments: ["--year", "2023"], key: ["year": "2023"], zone: "Asia/Kathmandu"),
    Case(arguments: ["--year", "2023", "--limit", "1"], key: ["year": "2023"], limit: 1),
    Case(arguments: ["--year", "2023", "--limit", "500"], key: ["year": "2023"], limit: 500),
    Case(arguments: ["--year", "2024"], key: ["year": "2024"]),
    Case(arguments: ["--year", "2024"], key: ["year": "2024"], zone: "America/Toronto"),
    Case(arguments: ["--year", "2022"], key: ["year": "2022"], zone: "UTC"),
    Case(
      arguments: ["--from", "2023-07-01T04:00:00Z", "--to", "2023-07-01T00:05:30.250000-04:00"],
      key: ["from": "2023-07-01T04:00:00.000000+00:00", "to": "2023-07-01T04:05:30.250000+00:00"],
      zone: "Europe/London"
    ),
    Case(
      arguments: ["--from", "2023-07-01", "--to", "2025-01-01", "--limit", "7"],
      key: ["from": "2023-07-01T04:00:00.000000+00:00", "to": "2025-01-01T05:00:00.000000+00:00"],
      limit: 7,
      zone: "America/Toronto"
    ),
  ]

  @Test func `get-conversations prints what the corrected script prints, in local time`() async throws {
    try await withConversations { world, _, table in
      let document: [String: Any] = [
        "endpoint": world.stack.dynamoDB, "region": world.dynamoDB.region, "table": table,
        "group": Self.group,
        "cases": Self.cases.map(\.forScript),
      ]
      let given = try JSONSerialization.data(withJSONObject: document)
      let expected: [String] = try await world.oracle(
        "get_conversations.py",
        [String(decoding: given, as: UTF8.self)]
      )
      try #require(expected.count == Self.cases.count)
      for (one, expected) in zip(Self.cases, expected) {
        let printed = try await world.output(
          of: "ddb-patterns",
          ["get-conversations", "--table", table] + one.arguments,
          changes: ["TZ": one.zone]
        )
        #expect(printed == expected, "\(one.arguments) in \(one.zone ?? "the machine's zone")")
      }
    }
  }

  @Test func `get-conversations can print the response or the messages alone`() async throws {
    try await withConversations { world, _, table in
      let arguments = ["get-conversations", "--table", table, "--year", "2024"]
      let all = try await world.output(of: "ddb-patterns", arguments)
      let json = try await world.output(of: "ddb-patterns", arguments + ["--output", "json"])
      let text = try await world.output(of: "ddb-patterns", arguments + ["--output", "text"])
      #expect(all.hasPrefix(json) && all.hasSuffix(text))
      #expect(text.split(separator: "\n").count == 5)
      let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      #expect(document["Count"] as? Int == 5)
    }
  }

  @Test func `items that are not messages are reported, and the messages are printed`() async throws {
    try await withConversations { world, _, table in
      let strange = [
        #""sk": {"S": "2024-01-01T00:02:30+00:00"}, "message": {"S": "no handle"}"#,
        #""sk": {"S": "2024-01-01T00:03:30\u001b[31m"}, "message": {"S": "m"}, "user_handle": {"N": "1"}"#,
      ]
      for attributes in strange {
        try await world.put(#"{"pk": {"S": "MSG#\#(Self.group)"}, \#(attributes)}"#, into: table)
      }
      let arguments = ["get-conversations", "--table", table, "--year", "2024", "--output", "text"]
      let run = try await world.run("ddb-patterns", arguments)
      #expect(run.status == 0)
      #expect(run.stdout.split(separator: "\n").count == 5)
      let keys = ["2024-01-01T00:03:30 [31m", "2024-01-01T00:02:30+00:00"].map {
        #"pk "MSG#\#(Self.group)", sk "\#($0)""#
      }
      #expect(
        run.stderr.hasPrefix(
          "warning: 2 of 7 items of MSG#\(Self.group) cannot be shown as a message, because user_handle, sk "
            + "or message is missing or not a text (--output json shows them): \(keys.joined(separator: "; "))\n"
        ),
        "\(run)"
      )
    }
  }

  @Test func `without --year this year's messages are printed, and none of another group`() async throws {
    try await withConversations { world, _, table in
      let arguments = ["get-conversations", "--table", table, "--output", "text"]
      var (year, now) = ("", "")
      // Repeated if the year ends in between.
      repeat {
        year = Self.year
        try await world.output(of: "ddb-seed", ["--table", table, "--start", "\(year)-06-30T00:00Z"])
        now = try await world.output(of: "ddb-patterns", arguments)
      } while year != Self.year
      #expect(now.split(separator: "\n").count == 20)
      #expect(try await world.output(of: "ddb-patterns", arguments + ["--year", year]) == now)
      let other = try await world.output(
        of: "ddb-patterns",
        arguments + ["--group", "00000000-0000-4000-8000-000000000000"]
      )
      #expect(other == "")
    }
  }

  /// The current year in UTC.
  private static var year: String { String(Date.now.formatted(.iso8601).prefix(4)) }

  @Test func `list-conversations prints what the corrected script prints`() async throws {
    try await withConversations { world, database, table in
      for (handle, year) in [
        ("phidel", "2023"), ("Sama", "2024"), ("Zoë \"O'N\"", "2024"), ("phidel", "1999"),
      ] {
        let uuid = try await database.rows(
          "SELECT uuid FROM public.users WHERE handle = \(TestDatabase.quoted(handle))"
        )
        let expected: [String] = try await world.oracle(
          "list_conversations.py",
          [world.stack.dynamoDB, world.dynamoDB.region, table] + uuid + [year]
        )
        let printed = try await world.output(
          of: "ddb-patterns",
          ["list-conversations", "--table", table, "--handle", handle, "--year", year]
        )
        #expect([printed] == expected)
      }
    }
  }
}
