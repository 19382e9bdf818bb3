import AWS
import TestSupport
import Testing
import Toolkit

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
    #expect(run.stderr == "no tables in DynamoDB at http://localhost:8000 (us-east-1)\n")
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

  @Test func `an endpoint that prod keeps and that is not AWS's is named in one line`() async throws {
    var variables = TestKeys.variables
    variables["AWS_ENDPOINT_URL_DYNAMODB"] = "https://dynamodb.example.com"
    let transport = ScriptedTransport([.answer(200, #"{"TableNames":["a-table"]}"#)])
    let run = try await ToolWorld(variables: variables).run(DDBListTables.self, ["prod"], transport)
    #expect(
      run.stderr
        == "prod uses https://dynamodb.example.com, which is not AWS's; it comes from AWS_ENDPOINT_URL_DYNAMODB\n"
    )
  }

  @Test func `a server that comes up is reached, with one note about the wait`() async throws {
    let refused = Array(repeating: ScriptedTransport.Step.failure(.cannotConnect), count: 30)
    let transport = ScriptedTransport(refused + [.answer(200, #"{"TableNames":["a-table"]}"#)])
    let run = try await ToolWorld().run(DDBListTables.self, ["--wait-for-server", "3600"], transport)
    #expect(run.status == 0, "\(run)")
    #expect(run.requests.count == 31)
    let lines = run.stderr.split(separator: "\n").filter { $0.contains("it is tried for 3600 s") }
    #expect(lines.count == 1, "\(run)")
  }

  @Test func `without an option a server is tried for 5 s, unless the number of attempts is configured`()
    async throws
  {
    let refused = [ScriptedTransport.Step.failure(.cannotConnect)]
    let pauses = Pauses()
    let run = try await ToolWorld(clock: pauses.clock)
      .run(DDBListTables.self, [], ScriptedTransport(refused, repeatsLast: true))
    #expect(run.status == 1)
    #expect((.seconds(4.9) ... .seconds(6.1)).contains(pauses.all.reduce(.zero, +)), "\(pauses.all)")
    let once = try await ToolWorld(variables: ["AWS_MAX_ATTEMPTS": "1"])
      .run(DDBListTables.self, [], ScriptedTransport(refused))
    #expect(once.status == 1 && once.requests.count == 1)
  }

  @Test(arguments: [
    (["AWS_MAX_ATTEMPTS": "many"], "Error: AWS_MAX_ATTEMPTS is \"many\": "),
    ([:], "Error: max_attempts of profile default is \"few\": "),
  ])
  func `a number of attempts that is not one is refused, with its place`(
    variables: [String: String],
    words: String
  ) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("config", "[default]\nmax_attempts = few\n".utf8)
    let run = try await ToolWorld(variables: variables.merging(["AWS_CONFIG_FILE": file]) { $1 })
      .run(DDBListTables.self, [], ScriptedTransport([]))
    #expect(run.status == 1 && run.stderr.hasPrefix(words) && run.requests.isEmpty, "\(run)")
  }

  @Test(
    arguments: [
      (
        "http://localhost:9", "The endpoint comes from AWS_ENDPOINT_URL. Is the local stack up?",
        .cannotConnect
      ),
      (
        "http://dynamodb-local:8000",
        "\"dynamodb-local\" may be a name inside docker compose; from here it is localhost",
        .unknownHost
      ),
    ] as [(String, String, TransportFailure)]
  )
  func `a hint names where the endpoint came from`(url: String, words: String, failure: TransportFailure)
    async throws
  {
    let run = try await ToolWorld(variables: ["AWS_ENDPOINT_URL": url, "AWS_MAX_ATTEMPTS": "1"])
      .run(DDBListTables.self, [], ScriptedTransport([.failure(failure)]))
    #expect(run.status == 1 && run.stderr.contains(words), "\(run)")
    #expect(run.stderr.contains("AWS_ENDPOINT_URL"))
  }

  @Test(arguments: [["dev"], ["--no-such-option"], ["--output", "xml"], ["prod", "prod"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("Error: "))
  }
}
