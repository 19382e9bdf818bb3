import Foundation
import TestSupport
import Testing

/// Messages and the stream function on moto, with its streams.
@Suite(.needsStack, .serialized, .inTurn) struct MessagesLiveTests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  /// The first of a user's conversations: `handle message`.
  private func first(of handle: String, _ table: String, in world: World) async throws -> String {
    let text = try await world.output(
      of: "ddb-patterns",
      ["list-conversations", "--output", "items", "--handle", handle, "--table", table]
    )
    let groups = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: String]]
    )
    return "\(groups.first?["handle"] ?? "") \(groups.first?["message"] ?? "")"
  }

  @Test
  func `a message that is sent puts its conversation first for both users, while the stream is followed`()
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let table = world.name("live")
        try await database.addUser(handle: "Zoe")
        try await world.loadTableWithStream(table)
        try await world.output(of: "ddb-seed", ["--table", table, "--start", "2023-03-26T18:00:00Z"])
        for handle in ["phidel", "Sama"] {
          try await world.output(
            of: "ddb-patterns",
            ["create-message-group", "--from", handle, "--to", "Zoe", "from \(handle)", "--table", table]
          )
          #expect(try await first(of: handle, table, in: world) == "Zoe from \(handle)")
        }
        let follower = try BackgroundTool(
          "cruddur-messaging-stream",
          ["--follow", "--table", table],
          in: world
        )
        let status = try await follower.run { _ in
          try await world.output(
            of: "ddb-patterns",
            ["create-message", "--group", Self.group, "--from", "Sama", "See you there", "--table", table]
          )
          try await wait(for: "the conversation to be first") {
            try await first(of: "phidel", table, in: world) == "Sama See you there"
          }
          #expect(try await first(of: "Sama", table, in: world) == "phidel See you there")
        }
        #expect(status == 130, "\(follower.stderr)")
        #expect(!follower.stderr.contains("See you there"))
        #expect(try await world.groupRows(of: table).count == 6)
      }
    }
  }

  @Test func `a message from stdin is sent, and tail prints it`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("tail")
        try await world.loadTableWithStream(table)
        try await world.output(of: "ddb-seed", ["--table", table, "--start", "2023-03-26T18:00:00Z"])
        let tail = try BackgroundTool(
          "ddb-patterns",
          ["tail", "--group", Self.group, "--table", table],
          in: world
        )
        let status = try await tail.run { tail in
          try await wait(for: "tail to begin") { tail.stderr.contains("new messages of") }
          try await wait(for: "the line") {
            let run = try await world.run(
              "ddb-patterns",
              ["create-message", "--group", Self.group, "--from", "Sama", "-", "--table", table],
              input: "two\nlines\n"
            )
            try #require(run.status == 0, "\(run.testDescription)")
            return tail.stdout.contains("  Sama: two lines\n")
          }
        }
        #expect(status == 130)
        #expect(tail.stdout.split(separator: "\n").allSatisfy { $0.hasSuffix("  Sama: two lines") })
      }
    }
  }

  @Test func `an event from stdin is handled`() async throws {
    try await withWorld { world in
      let table = world.name("event")
      try await world.loadTableWithStream(table)
      try await world.putGroup("g", ("ann", "bob"), into: table)
      let event = World.event([World.message("hello", in: "g", at: 5, by: "ann")])
      for outcome in ["moved", "current"] {
        let run = try await world.run(
          "cruddur-messaging-stream",
          ["--event", "-", "--table", table],
          input: event
        )
        #expect(run.stdout == "{\"batchItemFailures\":[]}\n", "\(run.testDescription)")
        #expect(run.stderr.contains(#""outcome":"\#(outcome)""#))
        #expect(try await world.groupRows(of: table) == ["ann g hello", "bob g hello"])
      }
    }
  }

  @Test func `a follower that is killed repeatedly leaves no message unprocessed`() async throws {
    try await withWorld { world in
      let table = world.name("killed")
      try await world.loadTableWithStream(table)
      for group in 0..<6 { try await world.putGroup("g\(group)", ("a\(group)", "b\(group)"), into: table) }
      var generator = SeededGenerator(seed: 11)
      var second = 0
      for _ in 0..<6 {
        let follower = try BackgroundTool(
          "cruddur-messaging-stream",
          ["--follow", "--table", table],
          in: world
        )
        let fatal = Int.random(in: 1...20, using: &generator)
        for number in 1...20 {
          second += 1
          let group = Int.random(in: 0..<6, using: &generator)
          let item = World.message("m\(second)", in: "g\(group)", at: second, by: "a\(group)")
          try await world.put(item, into: table)
          if number == fatal { await follower.stop(SIGKILL) }
        }
        await follower.stop(SIGKILL)
      }
      let expected = try await newest(of: table, groups: 6, in: world)
      let last = try BackgroundTool("cruddur-messaging-stream", ["--follow", "--table", table], in: world)
      _ = try await last.run { _ in
        try await wait(for: "all messages") { try await world.groupRows(of: table) == expected }
      }
      try await follower(doesNothingMoreWith: table, in: world)
      #expect(try await world.groupRows(of: table) == expected)
    }
  }

  @Test func `a follower sees nothing of transactions that fail, and all that is written after them`()
    async throws
  {
    try await withWorld { world in
      let table = world.name("failed")
      try await world.loadTableWithStream(table)
      try await world.putGroup("g", ("ann", "bob"), into: table)
      let arguments = ["--follow", "--table", table]
      let follower = try BackgroundTool("cruddur-messaging-stream", arguments, in: world)
      let status = try await follower.run { follower in
        try await world.put(World.message("m0", in: "g", at: 1, by: "ann"), into: table)
        try await wait(for: "the first message") { try await moved(table, to: "m0", in: world) }
        let taken = World.message("taken", in: "g", at: 1, by: "ann")
        let late = World.message("never written", in: "g", at: 59, by: "ann")
        let absent = #""ConditionExpression":"attribute_not_exists(pk)""#
        let writes = [
          #"{"Put":{"TableName":"\#(table)","Item":\#(taken),\#(absent)}}"#,
          #"{"Put":{"TableName":"\#(table)","Item":\#(late)}}"#,  // the same item twice
          #"{"Put":{"TableName":"\#(table)-2","Item":\#(taken)}}"#,
        ]
        for (number, write) in writes.enumerated() {
          let answer = try await world.dynamoDB.answer(
            to: "DynamoDB_20120810.TransactWriteItems",
            #"{"TransactItems":[{"Put":{"TableName":"\#(table)","Item":\#(late)}},\#(write)]}"#
          )
          #expect(answer.status == 400)
          let text = "m\(number + 1)"
          try await world.put(World.message(text, in: "g", at: number + 2, by: "ann"), into: table)
          try await wait(for: text) { try await moved(table, to: text, in: world) }
        }
        #expect(follower.stderr.split(separator: #""outcome":"moved""#).count == writes.count + 2)
      }
      #expect(status == 130)
    }
  }

  /// Whether the rows of the group `g` of ann and bob have this message.
  private func moved(_ table: String, to text: String, in world: World) async throws -> Bool {
    try await world.groupRows(of: table) == ["ann g \(text)", "bob g \(text)"]
  }

  /// The rows that each group should have, by its newest message.
  private func newest(of table: String, groups: Int, in world: World) async throws -> [String] {
    var rows: [String] = []
    for group in 0..<groups {
      let answer = try await world.dynamoDB.call(
        "DynamoDB_20120810.Query",
        """
        {"TableName": "\(table)", "ScanIndexForward": false, "Limit": 1, "KeyConditionExpression": "pk = :p",
         "ExpressionAttributeValues": {":p": {"S": "MSG#g\(group)"}}}
        """
      )
      let items = answer["Items"] as? [[String: [String: String]]]
      let text = items?.first?["message"]?["S"] ?? "first"
      rows += ["a\(group) g\(group) \(text)", "b\(group) g\(group) \(text)"]
    }
    return rows.sorted()
  }

  /// Checks that another run, which continues at the checkpoint, moves no group.
  private func follower(doesNothingMoreWith table: String, in world: World) async throws {
    try await world.put(World.message("end", in: "none", at: 3_599, by: "nobody"), into: table)
    let another = try BackgroundTool("cruddur-messaging-stream", ["--follow", "--table", table], in: world)
    _ = try await another.run { another in
      try await wait(for: "the end") { another.stderr.contains(#""outcome":"noGroup""#) }
    }
    #expect(!another.stderr.contains(#""outcome":"moved""#), "\(another.stderr)")
  }
}
