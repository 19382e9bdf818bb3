import AWS
import TestSupport
import Testing
import Toolkit

@testable import db_create
@testable import ddb_list_tables
@testable import ddb_patterns
@testable import ddb_scan

/// Text from a variable, an argument or a server does not control the terminal.
@Suite struct ControlCharacterTests {
  private static let hostile = "x\r\u{1B}[31my\u{9B}1m\u{7F}"

  private static func controls(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0.isControl && $0 != "\n" }
  }

  @Test(arguments: [
    "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_REGION",
    "AWS_CONFIG_FILE", "AWS_CA_BUNDLE", "DDB_MESSAGE_TABLE", "AWS_MAX_ATTEMPTS", "AWS_ROLE_ARN",
    "CONNECTION_URL", "CRUDDUR_MY_HANDLE",
  ])
  func `an error shows no control characters of a variable`(name: String) async throws {
    for words in [["-v"], ["-v", "prod"]] {
      let refusal = ScriptedTransport([.refusal("ValidationException")], repeatsLast: true)
      let world = ToolWorld(variables: ["AWS_EC2_METADATA_DISABLED": "true", name: Self.hostile])
      let scan = try await world.run(DDBScan.self, words, refusal)
      let create = try await world.run(DBCreate.self, ["--dry-run"] + words)
      for run in [scan, create] where run.status != 0 {
        #expect(!run.stderr.isEmpty && Self.controls(in: run.stderr).isEmpty, "\(run)")
      }
    }
  }

  @Test(arguments: [
    "--profile", "--endpoint-url", "--region", "--table", "--index", "--from-key", "--filter",
  ])
  func `an error shows no control characters of an option's value`(option: String) async throws {
    let refusal = ScriptedTransport([.refusal("ValidationException")], repeatsLast: true)
    let run = try await ToolWorld().run(DDBScan.self, [option, Self.hostile, "-v"], refusal)
    #expect(run.status != 0 && Self.controls(in: run.stderr).isEmpty, "\(run)")
  }

  private static let items = ScriptedTransport.Step.answer(
    200,
    #"{"Items":[{"pk":{"S":"a\u001b[31m\#("\u{9B}1m\u{7F}")é"}}],"Count":1,"ScannedCount":1}"#
  )

  @Test(arguments: [
    ([], #"{"pk":"a\u001b[31m\u009b1m\u007fé"}"#),
    (["--output", "ddb"], #"{"pk":{"S":"a\u001b[31m\u009b1m\u007fé"}}"#),
    (["--output", "csv", "--attributes", "pk"], "pk\na [31m 1m é"),
  ])
  func `on a terminal an item shows no control characters`(arguments: [String], shown: String) async throws {
    let world = ToolWorld(variables: ["TERM": "dumb", "NO_COLOR": "1"], isTerminal: true)
    let run = try await world.run(DDBScan.self, arguments, ScriptedTransport([Self.items]))
    #expect(run.status == 0 && run.stdout == shown + "\n", "\(run)")
  }

  @Test func `without a terminal an item is printed as the table has it`() async throws {
    let run = try await ToolWorld().run(DDBScan.self, [], ScriptedTransport([Self.items]))
    #expect(run.stdout == "{\"pk\":\"a\\u001b[31m\u{9B}1m\u{7F}é\"}\n", "\(run)")
  }

  @Test func `a table's name from a server is printed without control characters`() async throws {
    let names = ScriptedTransport([.answer(200, #"{"TableNames":["a\u001b[31m\u009b"]}"#)])
    let world = ToolWorld(isTerminal: true)
    let run = try await world.run(DDBListTables.self, ["--output", "json", "-q"], names)
    #expect(run.status == 0 && Self.controls(in: run.stdout).isEmpty, "\(run)")
  }
}
