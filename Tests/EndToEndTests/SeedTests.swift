import Foundation
import TestSupport
import Testing

@Suite(.needsStack, .serialized, .inTurn) struct SeedTests {
  struct Comparison: Decodable {
    let count: Int
    let differences: [String]
  }

  /// The parameters of the corrected script. The defaults are the script's.
  struct Script {
    var table: String
    var start = "2023-03-26T18:04:14.5+00:00"
    var group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
    var conversation = Repository.fixture("conversation.txt")
    var myHandle = "phidel"
    var otherHandle = "Sama"

    /// Runs the script, and compares its items.
    func compare(in world: World, _ database: TestDatabase) async throws -> Comparison {
      let oracle = world.name("oracle")
      try await world.createTable(oracle)
      let users = try await database.rows(
        "SELECT json_agg(row_to_json(u)) FROM (SELECT uuid, display_name, handle FROM public.users) AS u"
      )
      let given: [String: Any] = [
        "endpoint": world.stack.dynamoDB, "region": world.dynamoDB.region, "table": table, "oracle": oracle,
        "start": start, "group": group, "conversation": conversation, "my_handle": myHandle,
        "other_handle": otherHandle,
        "users": try JSONSerialization.jsonObject(with: Data(users.joined().utf8)),
      ]
      let document = try JSONSerialization.data(withJSONObject: given)
      return try await world.oracle("seed.py", [String(decoding: document, as: UTF8.self)])
    }
  }

  @Test func `the items are those of the corrected script`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, database in
        let script = Script(table: "cruddur-messages")
        try await world.createTable(script.table)
        let run = try await world.run("ddb-seed", ["--start", script.start])
        #expect(run.status == 0, "\(run)")
        let comparison = try await script.compare(in: world, database)
        #expect(comparison.differences == [])
        #expect(comparison.count == 106)
      }
    }
  }

  @Test func `the items are those of the script for any texts, handles, zone, table and conversation`()
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let (mine, other) = (#"Zoë "Zo" O'Neil \ 🦊"#, "'; drop table users; --")
        try await database.addUser(handle: mine, displayName: "Zoë Ñandú\u{301} “Zo”\t\\n")
        try await database.addUser(handle: other, displayName: "😀 <b>&amp;</b> \u{7F}\u{2028}")
        var script = Script(table: world.name("talk"), myHandle: mine, otherHandle: other)
        script.start = "2024-02-28T23:59:59.000001-05:00"
        script.group = "0f0e0d0c-0b0a-4908-8706-050403020100"
        script.conversation = try world.file(
          "talk.txt",
          "\n\nPerson 1: \"Ça va?\" — it's ¿fine? \\ \u{1F468}\u{200D}\u{1F469}\nPerson 2: \nPerson 2: Person 1: nested\n"
            + "Person 1:  two blanks\tand a tab\u{1}\nPerson 2: " + String(repeating: "é", count: 3_000)
            + "\n\n"
        )
        try await world.createTable(script.table)
        try await world.output(
          of: "ddb-seed",
          [
            "--table", script.table, "--my-handle", mine, "--other-handle", other, "--start", script.start,
            "--group", script.group.uppercased(), "--conversation", script.conversation,
          ]
        )
        let comparison = try await script.compare(in: world, database)
        #expect(comparison.differences == [])
        #expect(comparison.count == 7)
      }
    }
  }

  @Test func `seeding again from the same start leaves the same items`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("again")
        try await world.createTable(table)
        let arguments = ["--table", table, "--start", "2023-03-26T18:00:00Z"]
        let first = try await world.output(of: "ddb-seed", arguments)
        let before = try await items(of: table, world)
        let second = try await world.output(of: "ddb-seed", arguments)
        #expect(try await items(of: table, world) == before)
        #expect(before.count == 106)
        #expect(first == second)
        try await world.output(of: "ddb-seed", ["--table", table, "--start", "2023-03-26T18:00:00.000001Z"])
        #expect(try await world.count(of: table) == 212)
      }
    }
  }

  @Test func `without --start the last message is written now`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let table = world.name("now")
        try await world.output(of: "ddb-schema-load", ["--table", table])
        let before = Date.now
        let printed = try await world.output(of: "ddb-seed", ["--table", table])
        let after = Date.now
        let end = try #require(printed.split(separator: " ").last).trimmingCharacters(in: .newlines)
        let moment = try Date(
          end,
          strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(
            separator: .colon
          )
        )
        #expect(before.addingTimeInterval(-0.001) <= moment && moment <= after)
        // The last message, and both users' rows of the group.
        #expect(try await items(of: table, world).count { $0.contains(end) } == 3)
        let again = try await world.run("ddb-seed", ["--table", table, "--quiet"])
        again.expectFailure(naming: ["has messages already", "--replace", "--append", "--if-not-exists"])
        try await world.output(of: "ddb-seed", ["--table", table, "--if-not-exists"])
        #expect(try await world.count(of: table) == 106)
        // After a new set-up of the database the users have other ids. The rows of the old ids are deleted,
        // too.
        try await database.psql("-c", "UPDATE public.users SET uuid = uuid_generate_v4()")
        try await world.output(of: "ddb-seed", ["--table", table, "--replace"])
        #expect(try await world.count(of: table) == 106)
      }
    }
  }

  @Test func `a seed that fails half way names the command that finishes it`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("half")
        try await world.createTable(table)
        let batches = Counter()
        let failed: Run = try await ScriptedServer.with({ request in
          if request.operation == "DescribeTable" {
            return .reply(status: 200, body: FaultyTable.description)
          }
          if request.operation == "Query" { return .reply(status: 200, body: #"{"Items": [], "Count": 0}"#) }
          let isFirst = batches.next() == 0
          return isFirst ? .reply(status: 200, body: #"{"UnprocessedItems": {}}"#) : .closes
        }) { server in
          try await world.run(
            "ddb-seed",
            ["--table", table, "--quiet", "--conversation", Repository.fixture("conversation.txt")],
            changes: ["AWS_ENDPOINT_URL_DYNAMODB": server.url, "AWS_MAX_ATTEMPTS": "2"]
          )
        }
        failed.expectFailure(status: 75, naming: ["Finish with:\n  ddb-seed --table \(table)"], lines: 3)
        // The last error may come before the answer to the batch that was written.
        let tally = try #require(SeedTally(failed.stderr), "\(failed)")
        #expect([0, 6, 25].contains(tally.written) && tally.total == 106, "\(failed)")
        let command = try #require(failed.stderr.components(separatedBy: "Finish with:\n  ddb-seed ").last)
        let words = command.split(whereSeparator: \.isWhitespace).map(String.init)
        try await world.output(of: "ddb-seed", words)
        try await world.output(of: "ddb-seed", words)
        #expect(try await world.count(of: table) == 106)
      }
    }
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: Int
    let tally: String
  }

  @Test(arguments: [
    Change(testDescription: "cut", lines: 10, tally: "12 of 62 items are written, 50 are not"),
    Change(testDescription: "longer", lines: 100, tally: "62 of 62 items are written, 0 are not"),
  ])
  func `a conversation that changes after it was checked is an error with the tally`(change: Change)
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let talk = try world.file("talk.txt", Self.talk(of: 60))
        let table = FaultyTable(seed: 1, .none)
        try await ScriptedServer.with({ request in
          // Between the two readings.
          if request.operation == "DescribeTable" {
            _ = try? world.file("talk.txt", Self.talk(of: change.lines))
          }
          return table.answer(to: request)
        }) { server in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url, "--quiet", "--conversation", talk]
          )
          run.expectFailure(naming: [
            "\(change.tally): \(talk) has changed since", "Finish with:\n  ddb-seed ",
          ])
          #expect(table.items.count == min(62, change.lines + 2))
        }
      }
    }
  }

  private static func talk(of lines: Int) -> String {
    (1...lines).map { "Person \($0 % 2 + 1): \($0)\n" }.joined()
  }

  @Test(arguments: ["ddb-seed $0 < talk.txt", "cat talk.txt | ddb-seed $0"])
  func `the command that finishes a seed from a pipe does not name the pipe as the file`(line: String)
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        try world.file("talk.txt", Self.talk(of: 60))
        let table = FaultyTable(seed: 1, .none)
        try await ScriptedServer.with({ request in
          ["DescribeTable", "Query"].contains(request.operation)
            ? table.answer(to: request) : .internalError
        }) { server in
          let options = "--endpoint-url \(server.url) --quiet --conversation /dev/stdin"
          let run = try await world.run(
            program: "/bin/sh",
            [
              "-c",
              line.replacingOccurrences(
                of: "ddb-seed $0",
                with: "AWS_MAX_ATTEMPTS=1 \(Binaries.path(of: "ddb-seed")) \(options)"
              ),
            ]
          )
          let hint =
            "Finish with the same conversation in FILE:\n  ddb-seed --endpoint-url \(server.url) --quiet --conversation FILE --end 20"
          run.expectFailure(status: 75, naming: ["0 of 62 items are written, ", hint, " --append\n"])
          #expect(!run.stderr.contains("/dev/stdin"), "\(run)")
        }
      }
    }
  }

  /// Each item as text, in an order that does not change.
  private func items(of table: String, _ world: World) async throws -> [String] {
    let answer = try await world.dynamoDB.call("DynamoDB_20120810.Scan", #"{"TableName": "\#(table)"}"#)
    let items = try #require(answer["Items"] as? [[String: Any]])
    return try items.map { item in
      String(decoding: try JSONSerialization.data(withJSONObject: item, options: .sortedKeys), as: UTF8.self)
    }.sorted()
  }
}
