import AWS
import CruddurAWS
import TestSupport
import Testing
import Toolkit

@testable import cruddur_messaging_stream

@Suite(.inTurn) struct CruddurMessagingStreamTests {
  private static let earlier = "2023-03-26T00:00:00.000000+00:00"
  private static let later = "2023-03-26T00:00:05.000000+00:00"

  /// A table with one group of two users.
  private static func table(
    fault: @escaping @Sendable (_ operation: String, _ number: Int) -> MemoryTable.Fault? = { _, _ in nil }
  ) -> MemoryTable {
    let table = MemoryTable(fault: fault)
    for (owner, partner) in [("ann", "bob"), ("bob", "ann")] {
      table.put([
        "pk": "GRP#\(owner)", "sk": earlier, "message_group_uuid": "g", "message": "first",
        "user_uuid": partner, "user_display_name": partner, "user_handle": partner,
      ])
    }
    return table
  }

  static func record(_ text: String, number: String = "1", at moment: String = later) -> String {
    #"""
    {"eventID":"e\#(number)","eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":{
      "Keys":{"pk":{"S":"MSG#g"},"sk":{"S":"\#(moment)"}},"SequenceNumber":"\#(number)",
      "NewImage":{"pk":{"S":"MSG#g"},"sk":{"S":"\#(moment)"},"message":{"S":"\#(text)"},"user_uuid":{"S":"ann"}}}}
    """#
  }

  static func event(_ records: String...) -> String {
    #"{"Records":[\#(records.joined(separator: ","))]}"#
  }

  /// Runs the tool with `--event` on a file.
  private func handle(
    _ event: String,
    _ arguments: [String] = [],
    _ table: MemoryTable = table()
  ) async throws -> ToolRun {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = try folder.file("event.json", event.utf8)
    return try await ToolWorld().run(
      CruddurMessagingStream.self,
      ["--event", file] + arguments,
      table.transport
    )
  }

  @Test func `an event is handled, and the response is printed`() async throws {
    let table = Self.table()
    let run = try await handle(Self.event(Self.record("the text")), [], table)
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == "{\"batchItemFailures\":[]}\n")
    #expect(table.rows.keys.map(\.sort) == [Self.later, Self.later])
    let log = try JSONValue(parsing: Array(run.stderr.utf8))
    #expect(log["outcome"]?.string == "moved")
    #expect(log["eventID"]?.string == "e1")
    #expect(log["pk"]?.string == "MSG#g")
    #expect(!run.stderr.contains("the text"))
  }

  @Test func `the response names only the first record that failed`() async throws {
    let table = Self.table { operation, _ in
      operation == "TransactWriteItems" ? .cancelled("ValidationError") : nil
    }
    let run = try await handle(
      Self.event(Self.record("a"), Self.record("b", number: "2", at: "2023-03-26T00:00:06")),
      [],
      table
    )
    #expect(run.status != 0, "\(run)")
    #expect(run.stdout == "{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}\n")
    #expect(run.stderr.contains(#""outcome":"failed""#))
    #expect(run.stderr.contains("Error: record 1 failed, and those after it are not done: "))
    #expect(run.stderr.contains("\n  cruddur-messaging-stream --event "), "\(run)")
  }

  @Test func `records that are not new messages, and malformed ones, are logged and not failures`()
    async throws
  {
    let run = try await handle(
      Self.event(
        #"{"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1","Keys":{"pk":{"S":"MSG#g"}}}}"#,
        #"{"eventName":"INSERT","dynamodb":{"SequenceNumber":"2","Keys":{"pk":{"S":"MSG#g"}}}}"#,
        #"{}"#,
        "17",
        Self.record("fine", number: "3")
      )
    )
    #expect(run.stdout == "{\"batchItemFailures\":[]}\n", "\(run)")
    let outcomes = try run.stderr.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))["outcome"]?.string
    }
    #expect(outcomes == ["ignored", "malformed", "ignored", "ignored", "moved"])
  }

  @Test func `--quiet logs what changed, and leaves out what did not`() async throws {
    let removal = #"{"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1","Keys":{"pk":{"S":"MSG#g"}}}}"#
    let run = try await handle(Self.event(removal, Self.record("x", number: "2")), ["--quiet"])
    #expect(run.stderr.split(separator: "\n").count == 1, "\(run)")
  }

  @Test(arguments: ["", "[]", "{", #"{"key1":"value1"}"#, #"{"Records":{}}"#])
  func `what is not an event is an error, and sends nothing`(event: String) async throws {
    let run = try await handle(event)
    #expect(run.status == 1 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(run.stderr.contains("event.json"))
    #expect(run.stderr.contains(#"An event is {"Records":[…]}"#))
  }

  @Test func `a byte order mark before an event does not matter`() async throws {
    let run = try await handle("\u{FEFF}" + Self.event(Self.record("x")))
    #expect(run.status == 0 && run.stdout == "{\"batchItemFailures\":[]}\n", "\(run)")
  }

  @Test(arguments: [
    [], ["--event"], ["--event", "f", "--follow"], ["--checkpoint", "f"], ["dev", "--follow"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(CruddurMessagingStream.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: [
    (#"{"TableStatus":"ACTIVE"}"#, "has no stream"),
    (#"{"TableStatus":"ACTIVE","StreamSpecification":{"StreamEnabled":false}}"#, "has no stream"),
    (
      """
      {"TableStatus":"ACTIVE","LatestStreamArn":"a",
       "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}
      """,
      "holds KEYS_ONLY, and NEW_IMAGE is needed"
    ),
  ])
  func `for a table without a stream the next step is the command that enables one`(
    description: String,
    words: String
  ) async throws {
    let transport = ScriptedTransport([.answer(200, #"{"Table":\#(description)}"#)])
    let run = try await ToolWorld().run(CruddurMessagingStream.self, ["--follow"], transport)
    #expect(run.status == 1)
    #expect(run.stderr.contains(words))
    #expect(
      run.stderr.contains("\n  ddb-schema-load --if-not-exists --stream --table cruddur-messages\n"),
      "\(run)"
    )
  }

  @Test(arguments: [false, true])
  func `the error about a missing table names the one that was probably meant`(follows: Bool) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = try folder.file("event.json", Self.event(Self.record("x")).utf8)
    let steps: [ScriptedTransport.Step] = [
      .refusal("ResourceNotFoundException", "Requested resource not found"),
      .answer(200, #"{"TableNames":["cruddur-messages","other"]}"#),
    ]
    let run = try await ToolWorld().run(
      CruddurMessagingStream.self,
      (follows ? ["--follow"] : ["--event", file]) + ["--table", "crudur-messages"],
      ScriptedTransport(steps)
    )
    #expect(run.status != 0, "\(run)")
    #expect(run.operations == [follows ? "DescribeTable" : "Query", "ListTables"], "\(run)")
    #expect(run.stderr.contains("\nDid you mean cruddur-messages?\n"), "\(run)")
  }

  @Test func `the help explains each outcome of a record, and where the first run begins`() async throws {
    let help = try await ToolWorld(variables: ["COLUMNS": "200"]).run(CruddurMessagingStream.self, ["--help"])
    for outcome in GroupUpdater.Outcome.allCases {
      #expect(help.stdout.contains(" \(outcome.rawValue) ("), "\(outcome): \(help)")
    }
    #expect(help.stdout.contains("The first time it begins at the oldest record"))
  }

  @Test(arguments: [
    ([:], "/home/me/.local/state/cruddur/"), (["XDG_STATE_HOME": "/var/state"], "/var/state/cruddur/"),
    (["XDG_STATE_HOME": "state"], "/home/me/.local/state/cruddur/"),
  ])
  func `the checkpoint is in the user's state folder`(variables: [String: String], folder: String) throws {
    let environment = Environment(variables.merging(["HOME": "/home/me"]) { $1 })
    let file = try CheckpointFile(nil, stream: "arn:1", environment: environment)
    #expect(file.path.hasPrefix("\(folder)stream-"))
  }

  @Test func `a checkpoint file that is something else is an error, and is left as it is`() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("notes.txt", "my notes".utf8)
    let table = """
      {"TableStatus":"ACTIVE","LatestStreamArn":"a",
       "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}}
      """
    let run = try await ToolWorld().run(
      CruddurMessagingStream.self,
      ["--follow", "--checkpoint", file],
      ScriptedTransport([.answer(200, #"{"Table":\#(table)}"#)])
    )
    #expect(run.status == 1)
    #expect(run.stderr.contains("is not a checkpoint"), "\(run)")
    #expect(try File.contents(of: file).text == "my notes")
  }
}
