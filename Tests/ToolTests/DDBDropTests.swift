import AWS
import TestSupport
import Testing
import Toolkit

@testable import ddb_drop

@Suite struct DDBDropTests {
  private static let deleting = ScriptedTransport.Step.answer(
    200,
    #"{"TableDescription":{"TableName":"t-1","TableStatus":"DELETING"}}"#
  )

  private static let prod = [
    "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret-of-test",
  ]

  @Test func `the table is deleted, and waited for until it is gone`() async throws {
    let transport = ScriptedTransport([
      Self.deleting, .answer(200, #"{"Table":{"TableName":"t-1","TableStatus":"DELETING"}}"#),
      .refusal("ResourceNotFoundException"),
    ])
    let run = try await ToolWorld().run(DDBDrop.self, ["t-1"], transport)
    #expect(run.status == 0, "\(run)")
    #expect(run.operations == ["DeleteTable", "DescribeTable", "DescribeTable"])
    #expect(run.stdout.contains("\"TableStatus\": \"DELETING\""))
  }

  @Test func `--no-wait asks for nothing more`() async throws {
    let run = try await ToolWorld().run(
      DDBDrop.self,
      ["t-1", "--no-wait"],
      ScriptedTransport([Self.deleting])
    )
    #expect(run.operations == ["DeleteTable"])
  }

  @Test
  func `in prod missing credentials are reported before the confirmation, and before anything is announced`()
    async throws
  {
    // An EC2 instance without a role: it has a metadata service, which has no credentials.
    let world = ToolWorld(variables: ["AWS_REGION": "us-east-1"])
    for options in [[], ["--yes"]] {
      let metadata = ScriptedTransport([.answer(403, "")])
      let run = try await world.run(DDBDrop.self, ["t-1", "prod"] + options, metadata)
      #expect(run.status == 1)
      #expect(run.stderr.hasPrefix("Error: Unable to locate credentials."), "\(run)")
      #expect(run.operations == [""], "the request to the metadata service is not one of DynamoDB's")
    }
  }

  @Test func `a dry run in prod needs no credentials`() async throws {
    let world = ToolWorld(variables: ["AWS_REGION": "us-east-1"])
    let run = try await world.run(DDBDrop.self, ["t-1", "prod", "--dry-run"])
    #expect(run.status == 0 && run.requests.isEmpty, "\(run)")
  }

  @Test(arguments: [("t-1", true), ("T-1", false), ("", false)])
  func `in prod the table's name is typed`(answer: String, isRight: Bool) async throws {
    let world = ToolWorld(
      variables: Self.prod,
      input: .typed([answer], isTerminal: true),
      isTerminal: true
    )
    let transport = ScriptedTransport(isRight ? [Self.deleting] : [])
    let run = try await world.run(DDBDrop.self, ["t-1", "prod", "--no-wait"], transport)
    #expect(run.status == (isRight ? 0 : 1))
    #expect(run.operations == (isRight ? ["DeleteTable"] : []))
    #expect(run.stderr.contains("type t-1 to confirm"))
  }

  @Test(arguments: [
    ([], false), (["--yes"], true), (["--confirm", "t-1"], true), (["--confirm", "t-2"], false),
  ])
  func `without a terminal prod needs --yes or the name`(options: [String], goesAhead: Bool) async throws {
    let transport = ScriptedTransport(goesAhead ? [Self.deleting] : [])
    let run = try await ToolWorld(variables: Self.prod)
      .run(DDBDrop.self, ["t-1", "prod", "--no-wait"] + options, transport)
    #expect(run.status == (goesAhead ? 0 : 1), "\(run)")
    #expect(run.operations == (goesAhead ? ["DeleteTable"] : []))
  }

  @Test(arguments: [["help"], ["prod"], ["local"], ["prod", "prod"], ["help", "prod"]])
  func `help, prod and local are not taken for a table's name`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBDrop.self, arguments)
    #expect(run.status == 64 && run.operations.isEmpty, "\(run)")
    #expect(run.stderr.contains("'\(arguments[0])' is not taken for a table: write ddb-drop"))
    #expect(run.stderr.contains("ddb-drop --table \(arguments[0])"))
  }

  @Test(arguments: [[], ["a b"], ["ab"], ["t-1", "dev"], ["t-1", "t-2"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBDrop.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: [
    ["t-1", "--table", "other"], ["--table", "other", "t-1", "prod"], ["--table", ""], ["--table"],
    ["--table", "other", "prod", "prod"], ["--table", "other", "local", "prod"],
    ["prod", "prod", "--table", "other"],
  ])
  func `one table is dropped at a time, on one stage`(arguments: [String]) async throws {
    let run = try await ToolWorld(variables: Self.prod).run(DDBDrop.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: [
    (["--table", "t1"], "ddb-list-tables"), (["--table=t1"], "ddb-list-tables"),
    (["--table", "t1", "local"], "ddb-list-tables"), (["local", "--table", "t1"], "ddb-list-tables"),
    (["--table", "t1", "prod"], "ddb-list-tables prod"), (["prod", "--table", "t1"], "ddb-list-tables prod"),
  ])
  func `--table takes any name, and leaves the stage where it is named`(
    arguments: [String],
    command: String
  ) async throws {
    let transport = ScriptedTransport([
      .refusal("ResourceNotFoundException", "no such table"), .answer(200, #"{"TableNames":[]}"#),
    ])
    let run = try await ToolWorld(variables: Self.prod).run(DDBDrop.self, arguments + ["--yes"], transport)
    #expect(run.bodies == [#"{"TableName":"t1"}"#, "{}"])
    #expect(run.stderr.hasSuffix("See what is there:\n  \(command)\n"), "\(run)")
    let host = arguments.contains("prod") ? "dynamodb.us-east-1.amazonaws.com" : "localhost"
    #expect(run.requests.map(\.url).allSatisfy { $0.contains(host) }, "\(run)")
  }

  @Test func `a table that is not there is an error with the command that lists the others`() async throws {
    let transport = ScriptedTransport([
      .refusal("ResourceNotFoundException", "no such table"), .answer(200, #"{"TableNames":[]}"#),
    ])
    let run = try await ToolWorld().run(DDBDrop.self, ["t-1"], transport)
    #expect(run.status == 1)
    #expect(run.stderr.hasSuffix("See what is there:\n  ddb-list-tables\n"))
  }
}
