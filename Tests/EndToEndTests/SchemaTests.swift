import Foundation
import TestSupport
import Testing

/// `ddb-schema-load` and `ddb-drop`, which create and delete the table.
@Suite(.needsStack, .serialized, .inTurn) struct SchemaTests {
  /// The member `TableDescription` of what a tool printed.
  private func description(in printed: String) throws -> [String: Any] {
    let document = try #require(try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: Any])
    #expect(Array(document.keys) == ["TableDescription"])
    return try #require(document["TableDescription"] as? [String: Any])
  }

  @Test func `the table is the one that the week-5 script creates, and a second run is an error`()
    async throws
  {
    let scriptRegion = try Regions.next()
    try await withWorld(region: Regions.next()) { world in
      let printed = try await world.output(of: "ddb-schema-load")
      let description = try description(in: printed)
      #expect(description["TableName"] as? String == "cruddur-messages")
      #expect(description["TableStatus"] as? String == "ACTIVE")
      let differences: [String] = try await world.oracle(
        "schema_load.py",
        [world.stack.dynamoDB, world.dynamoDB.region, scriptRegion, "cruddur-messages"]
      )
      #expect(differences == [])

      let again = try await world.run("ddb-schema-load")
      again.expectFailure(
        naming: ["cruddur-messages", "ResourceInUseException", "ddb-list-tables"],
        lines: 3
      )
      let tolerant = try await world.run("ddb-schema-load", ["--if-not-exists"])
      #expect(tolerant.status == 0, "\(tolerant)")
      #expect(tolerant.stdout == printed)
      #expect(tolerant.stderr.contains("already there"))
    }
  }

  @Test func `another schema file makes another table`() async throws {
    try await withWorld { world in
      let name = world.name("other")
      let schema = try world.file(
        "other.json",
        """
        {"TableName": "\(name)", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "ключ", "AttributeType": "N"}],
         "KeySchema": [{"AttributeName": "ключ", "KeyType": "HASH"}]}
        """
      )
      let printed = try await world.output(of: "ddb-schema-load", ["--schema", schema, "--no-wait"])
      let keys = try description(in: printed)["KeySchema"] as? [[String: String]]
      #expect(keys == [["AttributeName": "ключ", "KeyType": "HASH"]])
      #expect(try await world.tables().contains(name))
    }
  }

  @Test(arguments: [[], ["--no-wait"], ["local"], ["--quiet"]])
  func `drop deletes the table and prints its description`(options: [String]) async throws {
    try await withWorld { world in
      let name = world.name("gone")
      try await world.createTable(name)
      let run = try await world.run("ddb-drop", [name] + options)
      #expect(run.status == 0, "\(run)")
      #expect(try description(in: run.stdout)["TableName"] as? String == name)
      #expect(try await !world.tables().contains(name))
      #expect(run.stderr.contains("deleting table: \(name)\n") == !options.contains("--quiet"))
    }
  }

  @Test func `drop waits until the table is gone`() async throws {
    let table = #"{"TableName": "slow-table", "TableStatus": "DELETING"}"#
    let described = Counter()
    try await withWorld { world in
      try await ScriptedServer.with({ request in
        if request.operation == "DeleteTable" {
          return .reply(status: 200, body: #"{"TableDescription": \#(table)}"#)
        }
        guard described.next() == 0 else {
          return .reply(
            status: 400,
            body: #"{"__type": "x#ResourceNotFoundException", "message": "no such table"}"#
          )
        }
        return .reply(status: 200, body: #"{"Table": \#(table)}"#)
      }) { server in
        let run = try await world.run("ddb-drop", ["slow-table", "--endpoint-url", server.url])
        #expect(run.status == 0, "\(run)")
        #expect(server.requests.map(\.operation) == ["DeleteTable", "DescribeTable", "DescribeTable"])
      }
    }
  }

  @Test func `schema-load waits until table and index are ACTIVE`() async throws {
    func table(_ status: String, _ index: String) -> String {
      #"{"TableName": "cruddur-messages", "TableStatus": "\#(status)", "#
        + #""GlobalSecondaryIndexes": [{"IndexName": "i", "IndexStatus": "\#(index)"}]}"#
    }
    let creating = table("CREATING", "CREATING")
    let states = [table("ACTIVE", "CREATING"), table("ACTIVE", "ACTIVE")]
    let described = Counter()
    try await withWorld { world in
      try await ScriptedServer.with({ request in
        if request.operation == "CreateTable" {
          return .reply(status: 200, body: #"{"TableDescription": \#(creating)}"#)
        }
        return .reply(status: 200, body: #"{"Table": \#(states[min(described.next(), 1)])}"#)
      }) { server in
        let run = try await world.run("ddb-schema-load", ["--endpoint-url", server.url])
        #expect(run.status == 0, "\(run)")
        #expect(!run.stdout.contains("CREATING"))
        #expect(server.requests.map(\.operation) == ["CreateTable", "DescribeTable", "DescribeTable"])
      }
    }
  }
}
