import TestSupport
import Testing

/// The table does not exist, or exists already.
@Suite(.needsStack, .serialized, .inTurn) struct BadTableTests {
  private static let reading = [
    ToolCommand(tool: "ddb-scan", operation: "Scan"),
    ToolCommand(tool: "ddb-seed", operation: "DescribeTable", usesPostgres: true),
    ToolCommand(tool: "ddb-patterns", arguments: ["get-conversations"], operation: "Query"),
    ToolCommand(
      tool: "ddb-patterns",
      arguments: ["list-conversations"],
      operation: "Query",
      usesPostgres: true
    ),
  ]

  @Test(arguments: reading)
  func `a missing table is named, with what to do`(command: ToolCommand) async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.with(command) { world, _ in
        let words = ["ResourceNotFoundException", command.operation, world.stack.dynamoDB, "ddb-list-tables"]
        let table = world.name("missing")
        let other = try await world.run(command, ["--table", table, "--quiet"])
        other.expectFailure(naming: words + [table, "--table"])
        #expect(!other.stderr.contains("ddb-schema-load"), "it creates another table")
        let messages = try await world.run(command, ["--quiet"])
        messages.expectFailure(
          naming: words + ["cruddur-messages", "or create the table:\n  ddb-list-tables"]
        )
        #expect(try await world.tables().isEmpty)
      }
    }
  }

  @Test func `a missing table cannot be dropped`() async throws {
    try await withWorld { world in
      let table = world.name("missing")
      let run = try await world.run("ddb-drop", [table, "--quiet"])
      run.expectFailure(naming: ["ResourceNotFoundException", "DeleteTable", table, "ddb-list-tables"])
      #expect(!run.stderr.contains("--table"))
    }
  }

  @Test func `a table that is there already is left as it is`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.createTable("cruddur-messages")
      try await world.put(#"{"pk": {"S": "mine"}, "sk": {"S": "1"}}"#, into: "cruddur-messages")
      let run = try await world.run("ddb-schema-load", ["--quiet"])
      run.expectFailure(naming: ["ResourceInUseException", "CreateTable", "cruddur-messages"])
      #expect(try await world.count(of: "cruddur-messages") == 1)
    }
  }

  @Test(arguments: ["ab", "with blank", "snow☃", "a/b", "", String(repeating: "x", count: 256)])
  func `a name that no table can have is wrong usage`(name: String) async throws {
    try await withWorld { world in
      try await world.run("ddb-drop", [name]).expectUsageError(naming: [])
      try await world.run("ddb-scan", ["--table", name]).expectUsageError(naming: ["--table"])
      try await world.run("ddb-seed", ["--table", name]).expectUsageError(naming: ["--table"])
    }
  }

  @Test func `a table with other keys takes no seed, and nothing is written`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("other-keys")
        try await world.dynamoDB.call(
          "DynamoDB_20120810.CreateTable",
          """
          {"TableName": "\(table)", "BillingMode": "PAY_PER_REQUEST",
           "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
           "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
          """
        )
        let run = try await world.run("ddb-seed", ["--table", table, "--quiet"])
        #expect(run.status == 1, "\(run)")
        #expect(run.stderr.contains(table))
        #expect(try await world.count(of: table) == 0)
      }
    }
  }
}
