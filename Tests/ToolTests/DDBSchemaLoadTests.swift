import AWS
import TestSupport
import Testing

@testable import ddb_schema_load

@Suite struct DDBSchemaLoadTests {
  private static let active = table()

  /// A description of a table that is there.
  private static func table(
    sortKey: String = "sk",
    index: String = "message-group-sk-index",
    more: String = ""
  ) -> String {
    """
    {"TableName":"cruddur-messages","TableStatus":"ACTIVE","AttributeDefinitions":[
    {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"\(sortKey)","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"\(sortKey)","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"\(index)","IndexStatus":"ACTIVE"}]\(more)}
    """
  }

  private func load(over table: String, _ arguments: [String] = [], _ more: ScriptedTransport.Step...)
    async throws
    -> ToolRun
  {
    try await ToolWorld().run(
      DDBSchemaLoad.self,
      ["--if-not-exists"] + arguments,
      ScriptedTransport(
        [.refusal("ResourceInUseException"), .answer(200, #"{"Table":\#(table)}"#)] + more
      )
    )
  }

  @Test func `a table with another key is an error that says both keys`() async throws {
    let run = try await load(over: Self.table(sortKey: "created_at"))
    #expect(run.status == 1 && run.stdout.isEmpty, "\(run)")
    #expect(
      run.stderr.contains(
        "is there with the key pk (HASH, S) and created_at (RANGE, S); the schema's is pk (HASH, S) and sk (RANGE, S)"
      )
    )
  }

  @Test func `a missing index is a warning with the command that makes it`() async throws {
    let run = try await load(over: Self.table(index: "other"))
    #expect(run.status == 0, "\(run)")
    #expect(
      run.stderr.contains("has no index message-group-sk-index\nTo make it:\n  AWS_ACCESS_KEY_ID=local ")
    )
    #expect(
      run.stderr.contains(
        "--endpoint-url http://localhost:8000 --region us-east-1 --table-name cruddur-messages"
      )
    )
    #expect(run.stderr.contains(#"'[{"Create":{"IndexName":"message-group-sk-index","#))
  }

  private static let streaming = table(
    more: #","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#
  )

  @Test func `--stream gives a new table and one that is there a stream of new images`() async throws {
    let created = try await run(["--stream"], .answer(200, #"{"TableDescription":\#(Self.streaming)}"#))
    let stream = #""StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#
    #expect(created.status == 0 && created.bodies[0].contains(stream), "\(created)")
    let updated = try await load(
      over: Self.active,
      ["--stream"],
      .answer(200, #"{"TableDescription":{"TableStatus":"UPDATING"}}"#),
      .answer(200, #"{"Table":\#(Self.streaming)}"#)
    )
    #expect(updated.status == 0, "\(updated)")
    #expect(updated.operations == ["CreateTable", "DescribeTable", "UpdateTable", "DescribeTable"])
    #expect(updated.bodies[2] == #"{"TableName":"cruddur-messages",\#(stream)}"#)
  }

  @Test func `an existing stream is kept, and one with other records is a warning`() async throws {
    let kept = try await load(over: Self.streaming, ["--stream"])
    #expect(kept.status == 0 && !kept.stderr.contains("warning"), "\(kept)")
    let keys = Self.streaming.replacing("NEW_IMAGE", with: "KEYS_ONLY")
    let other = try await load(over: keys, ["--stream"])
    #expect(other.status == 0 && other.stderr.contains("has KEYS_ONLY, not NEW_IMAGE"), "\(other)")
  }

  @Test func `--table names another table`() async throws {
    let run = try await run(["--table", "t-1"], .answer(200, #"{"TableDescription":\#(Self.active)}"#))
    #expect(run.status == 0, "\(run)")
    #expect(run.bodies[0].contains(#""TableName":"t-1""#) && !run.bodies[0].contains("cruddur-messages"))
  }

  @Test func `DDB_MESSAGE_TABLE names the table of Cruddur's own schema, and not that of a file`()
    async throws
  {
    let world = ToolWorld(variables: ["DDB_MESSAGE_TABLE": "their-messages"])
    let created = ScriptedTransport.Step.answer(200, #"{"TableDescription":\#(Self.active)}"#)
    let own = try await world.run(DDBSchemaLoad.self, [], ScriptedTransport([created]))
    #expect(own.status == 0 && own.bodies[0].contains(#""TableName":"their-messages""#), "\(own)")
    let named = try await world.run(DDBSchemaLoad.self, ["--table", "mine"], ScriptedTransport([created]))
    #expect(named.bodies[0].contains(#""TableName":"mine""#), "\(named)")
    let folder = try TemporaryFolder()
    let file = try folder.file("schema.json", #"{"TableName":"theirs"}"#.utf8)
    let other = try await world.run(DDBSchemaLoad.self, ["--schema", file], ScriptedTransport([created]))
    #expect(other.bodies[0].contains(#""TableName":"theirs""#), "\(other)")
  }

  @Test func `a schema is named as the AWS CLI names files`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("schema.json", #"{"TableName":"from-file"}"#.utf8)
    let run = try await run(
      ["--schema", "file://\(path)"],
      .answer(200, #"{"TableDescription":\#(Self.active)}"#)
    )
    #expect(run.bodies == [#"{"TableName":"from-file"}"#], "\(run)")
  }
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

  @Test(arguments: [["dev"], ["--schema"], ["table"], ["--table", "a b"], ["--wait-for-server", "-1"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
