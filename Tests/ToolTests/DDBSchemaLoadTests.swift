import AWS
import TestSupport
import Testing

@testable import ddb_schema_load

@Suite struct DDBSchemaLoadTests {
  private static let active =
    #"{"TableName":"cruddur-messages","TableStatus":"ACTIVE","GlobalSecondaryIndexes":[{"IndexStatus":"ACTIVE"}]}"#
  private static let creating = #"{"TableName":"cruddur-messages","TableStatus":"CREATING"}"#

  private func run(_ arguments: [String], _ steps: ScriptedTransport.Step...) async throws -> ToolRun {
    try await ToolWorld().run(DDBSchemaLoad.self, arguments, ScriptedTransport(steps))
  }

  @Test func `the table is created, and waited for until it is ACTIVE`() async throws {
    let run = try await run(
      [],
      .answer(200, #"{"TableDescription":\#(Self.creating)}"#),
      .answer(200, #"{"Table":\#(Self.creating)}"#),
      .answer(200, #"{"Table":\#(Self.active)}"#)
    )
    #expect(run.status == 0, "\(run)")
    #expect(run.operations == ["CreateTable", "DescribeTable", "DescribeTable"])
    #expect(run.stdout.contains("\"TableStatus\": \"ACTIVE\""))
    #expect(run.bodies.first?.contains(#""IndexName":"message-group-sk-index""#) == true)
  }

  @Test func `a table that is there is an error, but not with --if-not-exists`() async throws {
    let refused = try await run([], .refusal("ResourceInUseException", "Table already exists"))
    #expect(refused.status == 1)
    #expect(refused.stderr.contains("  ddb-list-tables\n"))
    let kept = try await run(
      ["--if-not-exists", "--no-wait"],
      .refusal("ResourceInUseException"),
      .answer(200, #"{"Table":\#(Self.active)}"#)
    )
    #expect(kept.status == 0, "\(kept)")
    #expect(kept.stderr.contains("already there"))
  }

  @Test func `a schema that is not there sends nothing`() async throws {
    let run = try await run(["--schema", "/nowhere/schema.json"])
    #expect(run.status == 1)
    #expect(run.stderr == "Error: cannot read /nowhere/schema.json: No such file or directory\n")
    #expect(run.requests.isEmpty)
  }

  @Test(arguments: [["dev"], ["--schema"], ["table"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
