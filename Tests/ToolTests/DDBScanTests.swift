import AWS
import TestSupport
import Testing

@testable import ddb_scan

@Suite struct DDBScanTests {
  private func run(_ arguments: [String] = [], _ steps: ScriptedTransport.Step...) async throws -> ToolRun {
    try await ToolWorld().run(DDBScan.self, arguments, ScriptedTransport(steps))
  }

  private static let twoPages: [ScriptedTransport.Step] = [
    .answer(
      200,
      #"{"Items":[{"pk":{"S":"a"},"n":{"N":"1.50"}}],"Count":1,"LastEvaluatedKey":{"pk":{"S":"a"}}}"#
    ),
    .answer(200, #"{"Items":[{"pk":{"S":"b"}}],"Count":1}"#),
  ]

  @Test func `each item of all pages is a line of plain JSON`() async throws {
    let run = try await run([], Self.twoPages[0], Self.twoPages[1])
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n{\"pk\":\"b\"}\n")
    #expect(run.stderr == "2 items\n")
    #expect(run.operations == ["Scan", "Scan"])
    #expect(run.bodies.last == #"{"TableName":"cruddur-messages","ExclusiveStartKey":{"pk":{"S":"a"}}}"#)
  }

  @Test func `typed output, a limit and a table are asked for`() async throws {
    let run = try await run(
      ["--output", "ddb", "--limit", "1", "--table", "t-1", "--quiet"],
      Self.twoPages[0]
    )
    #expect(run.stdout == "{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1.50\"}}\n")
    #expect(run.stderr.isEmpty)
    #expect(run.bodies == [#"{"TableName":"t-1","Limit":1}"#])
  }

  @Test func `the table of DDB_MESSAGE_TABLE is the default`() async throws {
    let transport = ScriptedTransport([.answer(200, #"{"Items":[],"Count":0}"#)])
    let world = ToolWorld(variables: ["DDB_MESSAGE_TABLE": "other-table"])
    let run = try await world.run(DDBScan.self, [], transport)
    #expect(run.bodies == [#"{"TableName":"other-table"}"#])
    let bad = try await ToolWorld(variables: ["DDB_MESSAGE_TABLE": "a b"]).run(DDBScan.self)
    #expect(bad.status == 1 && bad.requests.isEmpty)
    #expect(bad.stderr.contains("DDB_MESSAGE_TABLE"))
  }

  @Test func `a scan that ends among its pages says how many items are printed`() async throws {
    let run = try await run([], Self.twoPages[0], .refusal("ValidationException"))
    #expect(run.status == 1)
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n")
    #expect(run.stderr.contains("1 item is printed, then: An error occurred (ValidationException)"))
  }

  @Test func `a missing table is named with the commands that help, on the same place`() async throws {
    let run = try await run(
      ["--endpoint-url", "http://127.0.0.1:9", "--verbose"],
      .refusal("ResourceNotFoundException", "Requested resource not found"),
      .answer(200, #"{"TableNames":[]}"#)
    )
    #expect(run.status == 1)
    #expect(run.stderr.contains("on table \"cruddur-messages\" at http://127.0.0.1:9"))
    #expect(run.stderr.contains("\n  ddb-list-tables --endpoint-url http://127.0.0.1:9\n"))
    #expect(run.stderr.hasSuffix("\n  ddb-schema-load --endpoint-url http://127.0.0.1:9\n"))
  }

  @Test(arguments: [
    ["--limit", "0"], ["--segments", "0"], ["--segments", "1001"], ["--quiet", "--verbose"],
    ["--table", "a b"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
