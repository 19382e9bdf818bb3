import AWS
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import ddb_seed

@Suite struct DDBSeedTests {
  private static let active =
    ScriptedTransport.Step.answer(200, table())

  private static func table(
    hash: String = "pk",
    type: String = "S",
    index: String = "message-group-sk-index"
  ) -> String {
    """
    {"Table":{"TableName":"cruddur-messages","TableStatus":"ACTIVE",
    "AttributeDefinitions":[{"AttributeName":"\(hash)","AttributeType":"\(type)"},{"AttributeName":"sk","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"\(hash)","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"\(index)","IndexStatus":"ACTIVE"}]}}
    """
  }
  private static let nothing = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  private func withUsers(
    _ handles: [String] = ["phidel", "Sama"],
    variables: [String: String] = [:],
    _ body: (ToolWorld) async throws -> Void
  ) async throws {
    try await withDatabase(users: handles.map { ($0, "MOCK") }) { database in
      let url = ["CONNECTION_URL": try TestServer.url(database: database.name)]
      try await body(ToolWorld(variables: url.merging(variables) { $1 }))
    }
  }

  @Test(.needsPostgreSQL) func `with --start the items are those of the week-5 script, in batches`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T08:00:00Z"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.stdout
          == """
          106 items written to cruddur-messages: group 5ae290ed-55d1-47a0-bc6d-fe2bc2700399, 104 messages \
          from 2023-03-26T08:00:00.000000+00:00\n
          """
      )
      #expect(run.operations.filter { $0 == "BatchWriteItem" }.count == 5)
      let items = run.bodies.reduce(0) { $0 + $1.components(separatedBy: "PutRequest").count - 1 }
      #expect(items == 106)
      let filler = run.bodies.reduce(0) { $0 + $1.components(separatedBy: "filler message").count - 1 }
      #expect(filler == 2)
      #expect(!run.stderr.contains("ahead"))
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      ("ValidationException", ""),
      ("AccessDeniedException", "Have what the message names, dynamodb:BatchWriteItem or"),
      ("KMSDisabledException", "Have the use of the table's KMS key allowed"),
      ("ExpiredTokenException", "Sign in again"),
    ]
  )
  func `after a refusal no item is uncertain, and the next step is that of the refusal`(
    code: String,
    step: String
  )
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, .refusal(code, "bad")], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T18:00:00Z"], transport)
      #expect(run.status == 1 && run.stdout.isEmpty)
      #expect(
        run.stderr.contains("Error: 0 of 106 items are written, 106 are not: An error occurred (\(code))"),
        "\(run)"
      )
      #expect(run.stderr.contains("\n\(step)") && !run.stderr.contains("Finish with"), "\(run)")
    }
  }

  @Test(.needsPostgreSQL) func `a refusal half way says how to write the rest, after its own next step`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [Self.active, Self.written, .refusal("AccessDeniedException")],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T18:00:00Z"], transport)
      #expect(run.status == 75)
      #expect(run.stderr.contains("25 of 106 items are written, 81 are not"), "\(run)")
      let rest = "After that, write the rest with:\n  ddb-seed --start 2023-03-26T18:00:00.000000+00:00\n"
      #expect(run.stderr.hasSuffix(rest), "\(run)")
    }
  }

  @Test(.needsPostgreSQL, arguments: [[], ["--end", "now"], ["--end", "2023-03-26T12:00:00Z"]])
  func `the conversation ends now, and the group rows carry the last message`(arguments: [String])
    async throws
  {
    let folder = try TemporaryFolder()
    let talk = try folder.file("talk.txt", "Person 1: a\nPerson 2: b\nPerson 1: the last\n".utf8)
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.nothing, Self.written])
      let run = try await world.run(DDBSeed.self, ["--conversation", talk] + arguments, transport)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.stdout
          == """
          5 items written to cruddur-messages: group \(Self.group), 3 messages \
          from 2023-03-26T11:58:00.000000+00:00 to 2023-03-26T12:00:00.000000+00:00\n
          """
      )
      #expect(run.operations == ["DescribeTable", "Query", "BatchWriteItem"])
      let items = try Self.items(of: run)
      #expect(items.filter { $0.hasPrefix("GRP#") } == Array(repeating: "GRP#|12:00|the last", count: 2))
      #expect(
        items.filter { $0.hasPrefix("MSG#") } == ["MSG#|11:58|a", "MSG#|11:59|b", "MSG#|12:00|the last"]
      )
      #expect(!run.stderr.contains("ahead"))
    }
  }

  /// The kind of each row that was written, the minute of its moment, and its message.
  private static func items(of run: ToolRun) throws -> [String] {
    let document = try JSONValue(parsing: Array(run.bodies.last ?? ""))
    return try (document["RequestItems"]?["cruddur-messages"]?.array ?? []).map { request in
      let item = request["PutRequest"]?["Item"]
      let text = { (name: String) in try #require(item?[name]?["S"]?.string) }
      return try "\(text("pk").prefix(4))|\(text("sk").dropFirst(11).prefix(5))|\(text("message"))"
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      (
        ["--start", "-102m"],
        "1 of 104 messages is dated in the future, the last 2023-03-26T12:01:00.000000+00:00"
      ),
      (
        ["--end", "+1d"],
        "104 of 104 messages are dated in the future, the last 2023-03-27T12:00:00.000000+00:00"
      ),
    ]
  )
  func `a seed with messages in the future says so`(arguments: [String], warning: String) async throws {
    try await withUsers { world in
      let before = arguments[0] == "--end" ? [Self.active, Self.nothing] : [Self.active]
      let transport = ScriptedTransport(before + [Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, arguments, transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.stderr.contains("warning: \(warning)"), "\(run)")
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      (["--start", "2023-03-26T18:00:00Z"], "ddb-seed --start 2023-03-26T18:00:00.000000+00:00"),
      ([], "ddb-seed --end 2023-03-26T12:00:00.000000+00:00 --append"),
      (["--end", "-1h", "--if-not-exists"], "ddb-seed --end 2023-03-26T11:00:00.000000+00:00 --append"),
    ]
  )
  func `a seed that fails ends with the command that writes the same items`(
    arguments: [String],
    command: String
  )
    async throws
  {
    try await withUsers { world in
      let before = arguments.first == "--start" ? [Self.active] : [Self.active, Self.nothing]
      let transport = ScriptedTransport(
        before + [.refusal("InternalServerError", status: 500)],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, arguments, transport)
      #expect(run.status == 75 && run.stdout.isEmpty)
      #expect(run.stderr.contains("0 of 106 items are written"))
      #expect(run.stderr.hasSuffix("Finish with:\n  \(command)\n"), "\(run)")
    }
  }

  @Test(.needsPostgreSQL, arguments: [("id", "S", "id (HASH, S)"), ("pk", "N", "pk (HASH, N)")])
  func `a table with another key is named before anything is written`(name: String, type: String, key: String)
    async throws
  {
    try await withUsers { world in
      let table = ScriptedTransport.Step.answer(200, Self.table(hash: name, type: type))
      let run = try await world.run(DDBSeed.self, [], ScriptedTransport([table]))
      #expect(run.status == 1 && run.operations == ["DescribeTable"])
      #expect(
        run.stderr.contains(
          "has the key \(key) and sk (RANGE, S); messages need pk (HASH, S) and sk (RANGE, S)"
        ),
        "\(run)"
      )
    }
  }

  @Test(.needsPostgreSQL) func `a missing index is a warning, and the note names both ends`()
    async throws
  {
    try await withUsers { world in
      let table = ScriptedTransport.Step.answer(200, Self.table(index: "other"))
      let transport = ScriptedTransport([table, Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, ["--start", "now"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.stderr.contains("has no index message-group-sk-index"))
      let ends = "from 2023-03-26T12:00:00.000000+00:00 to 2023-03-26T13:43:00.000000+00:00"
      #expect(run.stderr.contains("writing 106 items to ") && run.stderr.contains(", messages \(ends)\n"))
    }
  }

  @Test(arguments: ["5ae290ed-55d1-47a0-bc6d-f", "", "group-1"])
  func `the error about an invalid id says what is wrong with it`(id: String) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, ["--group", id])
    #expect(run.status == 64 && run.stderr.contains("'\(id)' is not a UUID (8-4-4-4-12"), "\(run)")
  }

  @Test func `an invalid conversation ends the run before any server is used`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("talk.txt", "Person 1: a\nPerson 3: b\n".utf8)
    let run = try await ToolWorld().run(DDBSeed.self, ["--conversation", path])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr.hasPrefix("Error: \(path):2: invalid line: \"Person 3: b\"\n"))
  }

  @Test(arguments: [
    ["--my-handle", "a", "--other-handle", "a"], ["--start", "yesterday"], ["--group", "x"], ["dev"],
    ["--start", "now", "--end", "now"], ["--end", "3h"], ["--replace", "--append"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: ["--start", "--end"])
  func `messages that would leave the years of sort keys are an error`(option: String) async throws {
    let moment = option == "--start" ? "9999-12-31T23:00:00Z" : "0001-01-01T01:00:00Z"
    let run = try await ToolWorld().run(DDBSeed.self, [option, moment])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr.contains("would leave the years 1 to 9999"), "\(run)")
  }

  // MARK: - Users

  @Test(.needsPostgreSQL) func `the users come from the variables, and a handle may begin with @`()
    async throws
  {
    let variables = ["CRUDDUR_MY_HANDLE": "andrew", "CRUDDUR_OTHER_HANDLE": "@bayko"]
    try await withUsers(["andrew", "bayko", "lore"], variables: variables) { world in
      for (arguments, handles) in [
        ([], ["andrew", "bayko"]), (["--my-handle", "@lore"], ["lore", "bayko"]),
      ] {
        let transport = ScriptedTransport([Self.active, Self.nothing, Self.written], repeatsLast: true)
        let run = try await world.run(DDBSeed.self, arguments, transport)
        #expect(run.status == 0, "\(run)")
        for handle in handles {
          #expect(run.bodies.joined().contains(#""user_handle":{"S":"\#(handle)"}"#), "\(handle)")
        }
      }
      let same = try await world.run(DDBSeed.self, ["--my-handle", "bayko"])
      #expect(same.status == 64 && same.requests.isEmpty, "\(same)")
    }
  }
}
