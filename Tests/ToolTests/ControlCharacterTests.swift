import AWS
import TestSupport
import Testing
import Toolkit

@testable import db_create
@testable import ddb_list_tables
@testable import ddb_patterns
@testable import ddb_scan

/// Text from a variable, an argument or a server does not control the terminal, nor the order of the text
/// beside it.
@Suite struct ControlCharacterTests {
  private static let hostile = "x\r\u{1B}[31my\u{9B}1m\u{7F}\(directions)"
  /// The characters that override, embed, isolate and mark directions, and those that end lines and
  /// paragraphs.
  private static let directions =
    "\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{200E}\u{200F}\u{61C}"
    + "\u{2028}\u{2029}"
  private static let terminal = ["TERM": "dumb", "NO_COLOR": "1"]

  private static func controls(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0.steersTerminal && $0 != "\n" }
  }

  @Test(arguments: [
    "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_REGION",
    "AWS_CONFIG_FILE", "AWS_CA_BUNDLE", "DDB_MESSAGE_TABLE", "AWS_MAX_ATTEMPTS", "AWS_ROLE_ARN",
    "CONNECTION_URL", "CRUDDUR_MY_HANDLE",
  ])
  func `an error shows no control characters of a variable`(name: String) async throws {
    for words in [["-v"], ["-v", "prod"]] {
      let refusal = ScriptedTransport([.refusal("ValidationException")], repeatsLast: true)
      let variables = ["AWS_EC2_METADATA_DISABLED": "true", name: Self.hostile]
      let world = ToolWorld(variables: variables.merging(Self.terminal) { $1 }, isTerminal: true)
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
    let world = ToolWorld(variables: Self.terminal, isTerminal: true)
    let run = try await world.run(DDBScan.self, [option, Self.hostile, "-v"], refusal)
    #expect(run.status != 0 && Self.controls(in: run.stderr).isEmpty, "\(run)")
  }

  private static let items = ScriptedTransport.Step.answer(
    200,
    #"{"Items":[{"pk":{"S":"a\u001b[31m\#("\u{9B}1m\u{7F}")é\#("\u{202E}\u{61C}ש\u{2028}")."}}],"Count":1,"ScannedCount":1}"#
  )

  @Test(arguments: [
    ([], #"{"pk":"a\u001b[31m\u009b1m\u007fé\u202e\u061cש\u2028."}"#),
    (["--output", "ddb"], #"{"pk":{"S":"a\u001b[31m\u009b1m\u007fé\u202e\u061cש\u2028."}}"#),
    (["--output", "csv", "--attributes", "pk"], "pk\na [31m 1m éש ."),
  ])
  func `on a terminal an item shows no control characters`(arguments: [String], shown: String) async throws {
    let world = ToolWorld(variables: Self.terminal, isTerminal: true)
    let run = try await world.run(DDBScan.self, arguments, ScriptedTransport([Self.items]))
    #expect(run.status == 0 && run.stdout == shown + "\n", "\(run)")
  }

  @Test func `without a terminal an item is printed as the table has it`() async throws {
    let run = try await ToolWorld().run(DDBScan.self, [], ScriptedTransport([Self.items]))
    #expect(run.stdout == "{\"pk\":\"a\\u001b[31m\u{9B}1m\u{7F}é\u{202E}\u{61C}ש\u{2028}.\"}\n", "\(run)")
  }

  @Test(arguments: [true, false])
  func `a table's headings and cells show no control characters`(isTerminal: Bool) async throws {
    let text = "\\u001b[31m\u{202E}סוף\u{2069}"
    let items = ScriptedTransport.Step.answer(
      200,
      #"{"Items":[{"pk\#(text)":{"S":"a\#(text)"}}],"Count":1,"ScannedCount":1}"#
    )
    let world = ToolWorld(variables: Self.terminal, isTerminal: isTerminal)
    let run = try await world.run(DDBScan.self, ["--output", "table"], ScriptedTransport([items]))
    let shown = isTerminal ? "[31mסוף" : "[31m\u{202E}סוף\u{2069}"
    #expect(run.status == 0 && run.stdout == "pk \(shown)\na \(shown)\n", "\(run)")
  }

  @Test(arguments: ["chat", "text"])
  func `on a terminal a message keeps its letters, without one all its characters`(
    output: String
  ) async throws {
    let letters = "שלום, سلام 👩‍👩‍👧 e\u{301}"
    let page = ScriptedTransport.Step.answer(
      200,
      #"""
      {"Items":[{"sk":{"S":"2023-03-26T18:05:00.000000+00:00"},"user_handle":{"S":"\#("\u{202E}")ann"},
      "message":{"S":"\#(letters)\#("\u{2067}\u{202E}") end"}}],"Count":1}
      """#
    )
    for isTerminal in [true, false] {
      let world = ToolWorld(variables: Self.terminal, isTerminal: isTerminal)
      let run = try await world.run(
        DDBPatterns.self,
        ["get-conversations", "--output", output],
        ScriptedTransport([page])
      )
      #expect(run.status == 0 && run.stdout.contains(letters), "\(run)")
      #expect(run.stdout.contains("\u{2067}\u{202E} end") != isTerminal, "\(run)")
      #expect(Self.controls(in: run.stdout).isEmpty == isTerminal, "\(run)")
    }
  }

  @Test func `on a terminal a server's words have escapes for bidirectional controls`() async throws {
    let words = "no \u{202E}elbat\u{2069}"
    for (isTerminal, shown) in [(true, #"no \u202eelbat\u2069"#), (false, words)] {
      let world = ToolWorld(variables: Self.terminal, isTerminal: isTerminal)
      let refusal = ScriptedTransport([.refusal("ValidationException", words)])
      let run = try await world.run(DDBScan.self, [], refusal)
      #expect(run.status == 1 && run.stderr.contains(": \(shown)\n"), "\(run)")
    }
  }

  @Test func `a table's name from a server is printed without control characters`() async throws {
    let names = ScriptedTransport([.answer(200, #"{"TableNames":["a\u001b[31m\u009b"]}"#)])
    let world = ToolWorld(isTerminal: true)
    let run = try await world.run(DDBListTables.self, ["--output", "json", "-q"], names)
    #expect(run.status == 0 && Self.controls(in: run.stdout).isEmpty, "\(run)")
  }
}
