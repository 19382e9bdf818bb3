import AWS
import TestSupport
import Testing

@testable import ddb_list_tables

@Suite struct DDBListTablesTests {
  private func run(_ arguments: [String], _ steps: ScriptedTransport.Step...) async throws -> ToolRun {
    try await ToolWorld().run(DDBListTables.self, arguments, ScriptedTransport(steps))
  }

  @Test(arguments: [
    (["--output", "json"], "[\n    \"a-table\",\n    \"b-table\"\n]\n"),
    (["--output", "text"], "a-table\tb-table\n"),
    (
      [],
      "-------------\n|ListTables |\n+-----------+\n|  a-table  |\n|  b-table  |\n+-----------+\n"
    ),
  ])
  func `the names are printed as the AWS CLI prints them`(arguments: [String], expected: String) async throws
  {
    let run = try await run(arguments, .answer(200, #"{"TableNames":["a-table","b-table"]}"#))
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == expected)
    #expect(run.stderr.isEmpty)
    #expect(run.operations == ["ListTables"])
    #expect(run.bodies == ["{}"])
  }

  @Test func `the local stage needs neither credentials nor a region`() async throws {
    let run = try await run([], .answer(200, #"{"TableNames":[]}"#))
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout.isEmpty)
    #expect(run.requests.first?.endpoint.url == "http://localhost:8000/")
  }

  @Test func `prod without credentials sends nothing and says how to get some`() async throws {
    let world = ToolWorld(variables: ["AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"])
    let run = try await world.run(DDBListTables.self, ["prod"])
    #expect(run.status == 1)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("Error: Unable to locate credentials"))
    #expect(run.requests.isEmpty)
  }

  @Test(arguments: [["dev"], ["--no-such-option"], ["--output", "xml"], ["prod", "prod"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("Error: "))
  }
}
