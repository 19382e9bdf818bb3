import AWS
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import ddb_patterns

@Suite(.needsPostgreSQL, .inTurn) struct CreateMessageGroupTests {
  @Test func `a group and its first message are three rows of one transaction`() async throws {
    try await withMessaging { messaging in
      let run = try await messaging.run(
        "create-message-group",
        "--from",
        "ann",
        "--to",
        "bob",
        "Hello",
        sends: ["Query", "TransactWriteItems"]
      )
      #expect(run.status == 0, "\(run)")
      let printed = try JSONValue(parsing: Array(run.stdout.utf8))
      let id = try #require(printed["message_group_uuid"]?.string)
      #expect(printed.members?.count == 1)
      let rows = messaging.table.rows
      let ids = messaging.ids
      let partitions = ["GRP#\(ids["ann"] ?? "")", "GRP#\(ids["bob"] ?? "")", "MSG#\(id)"]
      #expect(Set(rows.keys.map(\.partition)) == Set(partitions))
      #expect(rows.values.allSatisfy { $0["message"] == "Hello" })
      let key = MemoryTable.Key(partition: partitions[0], sort: "2023-03-26T12:00:00.000000+00:00")
      #expect(rows[key]?["user_handle"] == "bob" && rows[key]?["message_group_uuid"] == id)
      #expect(rows[key]?["user_uuid"] == ids["bob"] && rows[key]?["user_display_name"] == "BOB")
      #expect(rows.first { $0.key.partition == partitions[2] }?.value["message_group_uuid"] == nil)
    }
  }

  @Test func `for a conversation that exists the next step is the command that writes into it`()
    async throws
  {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob")
      let refused = try await messaging.run(
        "create-message-group",
        "--from",
        "ann",
        "--to",
        "bob",
        "it's me",
        sends: ["Query"]
      )
      #expect(refused.status == 1 && refused.stdout.isEmpty)
      #expect(refused.stderr.contains("have a conversation already, \(Messaging.group); nothing was written"))
      let command = "\n  ddb-patterns create-message --group \(Messaging.group) --from ann 'it'\\''s me'\n"
      #expect(refused.stderr.contains(command), "\(refused)")
      let new = "\n  ddb-patterns create-message-group --from ann --to bob 'it'\\''s me' "
      #expect(refused.stderr.contains(new) && refused.stderr.hasSuffix(" --new\n"), "\(refused)")
      #expect(messaging.table.rows.count == 1)
      let another = try await messaging.run(
        "create-message-group",
        "--new",
        "--from",
        "ann",
        "--to",
        "bob",
        "x"
      )
      #expect(another.status == 0, "\(another)")
      #expect(messaging.table.rows.count == 4)
    }
  }

  @Test func `two groups that one user creates in one microsecond both keep all their rows`() async throws {
    try await withMessaging { messaging in
      for partner in ["bob", "cid"] {
        let run = try await messaging.run("create-message-group", "--from", "ann", "--to", partner, "x")
        #expect(run.status == 0, "\(run)")
      }
      #expect(messaging.table.rows.count == 6)
    }
  }

  @Test func `a group whose answer is lost is made once`() async throws {
    let table = MemoryTable { operation, number in
      operation == "TransactWriteItems" && number == 1 ? .lostAnswer : nil
    }
    try await withMessaging(table) { messaging in
      let run = try await messaging.run("create-message-group", "--from", "ann", "--to", "bob", "x")
      #expect(run.status == 0, "\(run)")
      #expect(table.rows.count == 3)
    }
  }

  @Test func `a group with an unknown user is not made`() async throws {
    try await withMessaging { messaging in
      let run = try await messaging.run(
        "create-message-group",
        "--from",
        "ann",
        "--to",
        "nobody",
        "x",
        sends: []
      )
      #expect(run.status == 1)
      #expect(run.stderr.contains("handle 'nobody' not found"), "\(run)")
    }
  }
}
