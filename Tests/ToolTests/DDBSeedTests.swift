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

  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  private func withUsers(_ body: (ToolWorld) async throws -> Void) async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      try await body(ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)]))
    }
  }

  @Test(.needsPostgreSQL) func `the fixture's 104 lines and two group rows are written in batches`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T18:00:00Z"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.stdout
          == """
          106 items written to cruddur-messages: group 5ae290ed-55d1-47a0-bc6d-fe2bc2700399, 104 messages \
          from 2023-03-26T18:00:00.000000+00:00\n
          """
      )
      #expect(run.operations.filter { $0 == "BatchWriteItem" }.count == 5)
      let items = run.bodies.reduce(0) { $0 + $1.components(separatedBy: "PutRequest").count - 1 }
      #expect(items == 106)
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      ("ValidationException", ""),
      ("AccessDeniedException", "Have dynamodb:BatchWriteItem on the table allowed"),
      ("KMSDisabledException", "Have the use of the table's KMS key allowed"),
      ("ExpiredTokenException", "Sign in again"),
    ]
  )
  func `after a refusal nothing is in doubt, and the next step is that of the refusal`(
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
      #expect(run.status == 1)
      #expect(run.stderr.contains("25 of 106 items are written, 81 are not"), "\(run)")
      let rest = "After that, write the rest with:\n  ddb-seed --start 2023-03-26T18:00:00.000000+00:00\n"
      #expect(run.stderr.hasSuffix(rest), "\(run)")
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

  @Test(.needsPostgreSQL) func `a missing index is a warning, and the first line names the start`()
    async throws
  {
    try await withUsers { world in
      let table = ScriptedTransport.Step.answer(200, Self.table(index: "other"))
      let transport = ScriptedTransport([table, Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, [], transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.stderr.contains("has no index message-group-sk-index"))
      #expect(run.stderr.contains("writing 106 items from 2023-03-26T12:00:00.000000+00:00 on"))
    }
  }

  @Test(arguments: ["5ae290ed-55d1-47a0-bc6d-f", "", "group-1"])
  func `what is wrong with an id is said`(id: String) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, ["--group", id])
    #expect(run.status == 64 && run.stderr.contains("'\(id)' is not a UUID (8-4-4-4-12"), "\(run)")
  }

  @Test func `a conversation that is wrong stops the work before anybody is asked`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("talk.txt", "Person 1: a\nPerson 3: b\n".utf8)
    let run = try await ToolWorld().run(DDBSeed.self, ["--conversation", path])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr.hasPrefix("Error: \(path):2: invalid line: \"Person 3: b\"\n"))
  }

  @Test(arguments: [
    ["--my-handle", "a", "--other-handle", "a"], ["--start", "yesterday"], ["--group", "x"], ["dev"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
