import Foundation
import TestSupport
import Testing

/// Two tools that work on one table at the same time end with clear errors and leave no wrong data.
@Suite(.needsStack, .serialized, .inTurn) struct AtOnceTests {
  private struct Item: Decodable, Hashable {
    let pk: String
    let sk: String
    let message: String?
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let user_handle: String?
  }

  private func items(in world: World) async throws -> [Item] {
    try await world.output(of: "ddb-scan", ["--quiet"]).split(separator: "\n").map { line in
      try JSONDecoder().decode(Item.self, from: Data(line.utf8))
    }
  }

  @Test func `two seeds at once leave one conversation for the same --start, else two`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, _ in
        try await world.createTable("cruddur-messages")
        let same = ["--quiet", "--start", "2023-03-26T18:00Z"]
        async let first = world.run("ddb-seed", same)
        async let second = world.run("ddb-seed", same)
        let runs = try await [first, second]
        #expect(runs.allSatisfy { $0.status == 0 }, "\(runs)")
        #expect(runs[0].stdout == runs[1].stdout)
        let before = try await items(in: world)
        #expect(before.count == 106 && Set(before).count == 106)

        let starts = ["2024-01-01T00:00:00.5Z", "2024-01-01T00:00:01.5Z"]
        async let third = world.run("ddb-seed", ["--quiet", "--start", starts[0]])
        async let fourth = world.run("ddb-seed", ["--quiet", "--start", starts[1]])
        let others = try await [third, fourth]
        #expect(others.allSatisfy { $0.status == 0 }, "\(others)")
        let after = try await items(in: world)
        #expect(after.count == 3 * 106 && Set(after).isSuperset(of: before))
        for start in starts {
          let seconds = start.contains("00.5") ? "00.500000" : "01.500000"
          #expect(after.count { $0.sk.hasPrefix("2024-01-01T") && $0.sk.contains(":\(seconds)+") } == 106)
        }
      }
    }
  }

  /// In whatever order their requests arrive, the seed has written everything or reports what it has written
  /// and why it failed, and the table is deleted.
  @Test(arguments: 0..<3)
  func `a seed and a drop at the same time end with clear errors`(round: Int) async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, _ in
        try await world.createTable("cruddur-messages")
        let talk = try world.file(
          "talk.txt",
          String(repeating: "Person 1: hello\nPerson 2: hi\n", count: 400)
        )
        async let seeding = world.run("ddb-seed", ["--quiet", "--conversation", talk])
        async let dropping = world.run("ddb-drop", ["cruddur-messages", "--quiet"])
        let (seed, drop) = try await (seeding, dropping)
        #expect(drop.status == 0 && drop.stderr == "", "\(drop)")
        #expect(try await world.tables().isEmpty)
        if seed.status != 0 {
          // Where some items were written, the seed can be finished in a new table.
          let tally = SeedTally(seed.stderr)
          let hasBegun = tally.map { $0.absent < $0.total } ?? false
          seed.expectFailure(
            status: hasBegun ? 75 : 1,
            naming: ["ResourceNotFoundException"],
            lines: 5
          )
          let isBeforeWriting = seed.stderr.contains("DescribeTable") || seed.stderr.contains("Query")
          #expect(tally.map { $0.total == 802 } ?? isBeforeWriting, "\(seed)")
        }
      }
    }
  }

  @Test func `of two ddb-schema-load one creates the table, the other says that it is there`() async throws {
    try await withWorld(region: Regions.next()) { world in
      async let first = world.run("ddb-schema-load", ["--quiet"])
      async let second = world.run("ddb-schema-load", ["--quiet"])
      let runs = try await [first, second].sorted { $0.status < $1.status }
      #expect(runs[0].status == 0 && runs[0].stdout.contains("\"TableStatus\": \"ACTIVE\""), "\(runs)")
      runs[1].expectFailure(naming: ["ResourceInUseException", "cruddur-messages", "ddb-list-tables"])
      #expect(try await world.tables() == ["cruddur-messages"])

      async let third = world.run("ddb-schema-load", ["--quiet", "--if-not-exists"])
      async let fourth = world.run("ddb-schema-load", ["--quiet", "--if-not-exists"])
      let content = try await [third, fourth]
      #expect(content.allSatisfy { $0.status == 0 && $0.stdout.contains("ACTIVE") }, "\(content)")
    }
  }

  @Test func `of two ddb-drop one deletes the table, the other says that it is not there`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.createTable("cruddur-messages")
      async let first = world.run("ddb-drop", ["cruddur-messages", "--quiet"])
      async let second = world.run("ddb-drop", ["cruddur-messages", "--quiet"])
      let runs = try await [first, second].sorted { $0.status < $1.status }
      #expect(runs[0].status == 0, "\(runs)")
      runs[1].expectFailure(naming: ["ResourceNotFoundException", "cruddur-messages", "ddb-list-tables"])
      #expect(try await world.tables().isEmpty)
    }
  }

  /// DynamoDB's answer while a table is being deleted; moto deletes at once.
  @Test func `a table that is being deleted cannot be created, and --if-not-exists does not take it for one`()
    async throws
  {
    try await withWorld(region: Regions.next()) { world in
      let deleting = FaultyTable.description.replacing("ACTIVE", with: "DELETING", maxReplacements: 1)
      try await ScriptedServer.with({ request in
        request.operation == "CreateTable"
          ? .refused("ResourceInUseException") : .document(deleting)
      }) { server in
        let plain = try await world.run("ddb-schema-load", ["--endpoint-url", server.url, "--quiet"])
        plain.expectFailure(naming: ["ResourceInUseException", "cruddur-messages", "ddb-list-tables"])
        let content = try await world.run(
          "ddb-schema-load",
          ["--endpoint-url", server.url, "--quiet", "--if-not-exists"]
        )
        content.expectFailure(naming: ["cruddur-messages", "is DELETING and will not become ACTIVE"])
        try await world.withDatabase { world, _ in
          let seed = try await world.run("ddb-seed", ["--endpoint-url", server.url, "--quiet"])
          seed.expectFailure(naming: ["cruddur-messages", "is DELETING and takes no items"])
        }
        #expect(!server.requests.contains { $0.operation == "BatchWriteItem" })
      }
    }
  }
}
