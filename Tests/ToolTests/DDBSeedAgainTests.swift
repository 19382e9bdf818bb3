import AWS
import TestSupport
import Testing
import Toolkit

@testable import ddb_seed

/// A seed into a group that has messages already.
@Suite(.needsPostgreSQL) struct DDBSeedAgainTests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  private static let active = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Table":{"TableName":"cruddur-messages","TableStatus":"ACTIVE",
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"message-group-sk-index","IndexStatus":"ACTIVE"}]}}
    """#
  )
  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)
  private static let nothing = keys([])

  /// A page of rows that have nothing but their keys.
  private static func keys(_ keys: [(pk: String, sk: String)], next: String? = nil) -> ScriptedTransport.Step
  {
    let items = keys.map { #"{"pk":{"S":"\#($0.pk)"},"sk":{"S":"\#($0.sk)"}}"# }
    let end = next.map { #","LastEvaluatedKey":{"pk":{"S":"MSG#"},"sk":{"S":"\#($0)"}}"# } ?? ""
    return .answer(200, #"{"Items":[\#(items.joined(separator: ","))],"Count":\#(keys.count)\#(end)}"#)
  }

  private static let oneMessage = keys([("MSG#\(group)", "2023-03-26T10:00:00.000000+00:00")])

  private func withUsers(_ body: (ToolWorld) async throws -> Void) async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let url = try TestServer.url(database: database.name)
      try await body(
        ToolWorld(variables: ["CONNECTION_URL": url, "PROD_CONNECTION_URL": "\(url)?sslmode=disable"])
      )
    }
  }

  @Test func `a second seed stops before the first write and names the flags`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.oneMessage])
      let run = try await world.run(DDBSeed.self, ["--end", "-1h"], transport)
      #expect(run.status == 1 && run.stdout.isEmpty)
      #expect(run.operations == ["DescribeTable", "Query"])
      #expect(
        run.stderr.hasPrefix(
          "Error: group \(Self.group) in cruddur-messages has messages already, "
            + "the newest of 2023-03-26T10:00:00.000000+00:00\nNothing was written. "
        ),
        "\(run)"
      )
      for flag in ["--replace", "--append", "--if-not-exists"] {
        #expect(run.stderr.contains("\n  ddb-seed --end -1h \(flag)\n"), "\(run)")
      }
    }
  }

  @Test func `with --if-not-exists a second seed succeeds and writes nothing`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.oneMessage])
      let run = try await world.run(DDBSeed.self, ["--if-not-exists"], transport)
      #expect(run.status == 0 && run.stdout.isEmpty, "\(run)")
      #expect(run.stderr.hasSuffix("nothing is written\n"), "\(run)")
      let empty = ScriptedTransport([Self.active, Self.nothing, Self.written], repeatsLast: true)
      let first = try await world.run(DDBSeed.self, ["--if-not-exists"], empty)
      #expect(first.status == 0 && first.stdout.hasPrefix("106 items written"), "\(first)")
    }
  }

  @Test func `with --append a second seed does not read the group, and leaves each user its newest row`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [
          Self.active,
          .computed { request in
            guard request.headers["X-Amz-Target"]?.hasSuffix("Query") == true else {
              return .test(200, #"{"UnprocessedItems":{}}"#)
            }
            let query = try JSONValue(parsing: request.body)["ExpressionAttributeValues"]
            let partition = query?[":pk"]?["S"]?.string ?? ""
            let moments = ["2023-03-26T11:00:00", "2023-03-26T12:00:00.000000+00:00", "2023-03-26T10:00:00"]
            let rows = moments.map { #"{"pk":{"S":"\#(partition)"},"sk":{"S":"\#($0)"}}"# }
            return .test(200, #"{"Items":[\#(rows.joined(separator: ","))],"Count":3}"#)
          },
        ],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--append"], transport)
      #expect(run.status == 0 && run.stdout.hasPrefix("106 items written"), "\(run)")
      #expect(run.operations.suffix(4) == ["Query", "BatchWriteItem", "Query", "BatchWriteItem"])
      #expect(!run.operations.dropLast(4).contains("Query"))
      let deleted = try #require(run.bodies.last)
      #expect(deleted.contains("T11:00:00") && deleted.contains("T10:00:00"))
      #expect(!deleted.contains("T12:00:00"))
    }
  }

  @Test func `with --replace a second seed first deletes all rows of the group, orphans included`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [
          Self.active,
          Self.keys([("GRP#gone", "1"), ("GRP#here", "2"), ("OTHER#x", "3")]),
          Self.keys([("GRP#here", "2")]), Self.nothing,
          // One of the two deletions is left unprocessed.
          .answer(
            200,
            #"""
            {"UnprocessedItems":{"cruddur-messages":[{"DeleteRequest":{"Key":{"pk":{"S":"GRP#here"},
            "sk":{"S":"2"}}}}]}}
            """#
          ),
          Self.written,
          Self.keys((0..<26).map { ("MSG#\(Self.group)", "a\($0)") }, next: "a25"), Self.written,
          Self.written,
          Self.keys([("MSG#\(Self.group)", "b")]), Self.written,
          Self.written,
        ],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--replace"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.stderr.contains("29 items of group \(Self.group) deleted\n"), "\(run)")
      let deleting = run.bodies.filter { $0.contains("DeleteRequest") }
      #expect(deleting.map { $0.split(separator: "DeleteRequest").count - 1 } == [2, 1, 25, 1, 1])
      #expect(deleting[0].contains("GRP#gone") && !deleting.joined().contains("OTHER#"))
      let firstWrite = try #require(run.bodies.firstIndex { $0.contains("PutRequest") })
      #expect(run.bodies.lastIndex { $0.contains("DeleteRequest") } ?? 0 < firstWrite)
      #expect(run.bodies.contains { $0.contains("message-group-sk-index") })
    }
  }

  @Test func `a deletion of --replace that stops half way names what is deleted, and how to go on`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [
          Self.active, Self.keys([("GRP#gone", "1")]), Self.nothing, Self.nothing, Self.written,
          Self.keys((0..<2).map { ("MSG#\(Self.group)", "a\($0)") }),
          .refusal("InternalServerError", status: 500),
        ],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--replace", "--end", "-1h"], transport)
      #expect(run.status == 75 && run.stdout.isEmpty, "\(run)")
      #expect(
        run.stderr.contains(
          "1 item of group \(Self.group) is deleted, others may be left, none is written: "
        ),
        "\(run)"
      )
      #expect(
        run.stderr.hasSuffix("\nTo delete the rest, and write the seed:\n  ddb-seed --replace --end -1h\n"),
        "\(run)"
      )
    }
  }

  @Test func `after --replace has deleted all, --append writes the items that are missing`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [
          Self.active, Self.nothing, Self.nothing, Self.nothing, Self.nothing,
          .refusal("InternalServerError", status: 500),
        ],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--replace"], transport)
      let command = "ddb-seed --end 2023-03-26T12:00:00.000000+00:00 --append"
      #expect(run.status == 75 && run.stderr.hasSuffix("Finish with:\n  \(command)\n"), "\(run)")
    }
  }

  @Test func `with --replace a seed in prod asks first`() async throws {
    try await withUsers { world in
      var world = world
      world.variables["AWS_ACCESS_KEY_ID"] = TestKeys.id
      world.variables["AWS_SECRET_ACCESS_KEY"] = TestKeys.secret
      world.variables["AWS_REGION"] = "us-east-1"
      let run = try await world.run(DDBSeed.self, ["prod", "--replace"], ScriptedTransport([Self.active]))
      #expect(run.status == 1 && run.operations == ["DescribeTable"], "\(run)")
      #expect(run.stderr.contains("a terminal is needed to confirm it"), "\(run)")
      #expect(run.stderr.contains("  ddb-seed prod --replace --yes\n"), "\(run)")
    }
  }
}
