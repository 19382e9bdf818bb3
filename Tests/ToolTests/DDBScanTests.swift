import AWS
import TestSupport
import Testing
import Toolkit

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

  @Test func `a filter, attributes and an index are put into placeholders`() async throws {
    let run = try await run(
      [
        "--filter", "pk begins_with MSG# and m.n > 5", "--attributes", "pk,m.n", "--index", "i-1", "--limit",
        "1",
      ],
      Self.twoPages[0]
    )
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n")
    let input = try JSONValue(parsing: Array(run.bodies.first ?? ""))
    #expect(
      input == [
        "TableName": "cruddur-messages", "IndexName": "i-1", "ProjectionExpression": "#a0, #a1.#a2",
        "FilterExpression": "begins_with(#f0, :f0) AND #f1.#f2 > :f1",
        "ExpressionAttributeValues": [":f0": ["S": "MSG#"], ":f1": ["N": "5"]],
        "ExpressionAttributeNames": [
          "#f0": "pk", "#f1": "m", "#f2": "n", "#a0": "pk", "#a1": "m", "#a2": "n",
        ],
      ],
      "\(run.bodies)"
    )
  }

  @Test func `pages without a match do not end a scan, and --limit counts the items that match`() async throws
  {
    let empty = ScriptedTransport.Step.answer(
      200,
      #"{"Items":[],"Count":0,"LastEvaluatedKey":{"pk":{"S":"a"}}}"#
    )
    let last = ScriptedTransport.Step.answer(
      200,
      #"{"Items":[{"pk":{"S":"b"}},{"pk":{"S":"c"}}],"Count":2,"LastEvaluatedKey":{"pk":{"S":"c"}}}"#
    )
    let run = try await run(["--filter", "pk exists", "--limit", "1"], empty, last)
    #expect(run.stdout == "{\"pk\":\"b\"}\n", "\(run)")
  }

  @Test(arguments: [#"{"Count":9223372036854775807"#, #"{"Count":1"#])
  func `a count that overflows, and a page that names itself as the next, are errors`(answer: String)
    async throws
  {
    let page = ScriptedTransport.Step.answer(200, answer + #","LastEvaluatedKey":{"pk":{"S":"a"}}}"#)
    let run = try await ToolWorld().run(DDBScan.self, ["--count"], ScriptedTransport([page, page]))
    #expect(run.status == 1 && run.stdout.isEmpty && run.operations == ["Scan", "Scan"], "\(run)")
  }

  @Test func `a count sums the pages' counts`() async throws {
    let run = try await run(
      ["--count", "--filter", "pk = a"],
      .answer(200, #"{"Count":2,"ScannedCount":9,"LastEvaluatedKey":{"pk":{"S":"a"}}}"#),
      .answer(200, #"{"Count":3,"ScannedCount":3}"#)
    )
    #expect(run.status == 0 && run.stdout == "5\n", "\(run)")
    #expect(run.bodies.allSatisfy { $0.contains(#""Select":"COUNT""#) && $0.contains("FilterExpression") })
  }

  @Test func `CSV has a column for each attribute`() async throws {
    let page = ScriptedTransport.Step.answer(
      200,
      #"""
      {"Items":[{"pk":{"S":"a,\"b\"\n"},"n":{"N":"1.50"},"m":{"M":{"x":{"S":"in"}}}},{"l":{"L":[{"N":"1"}]},"n":{"NULL":true}}],
      "Count":2}
      """#
    )
    let run = try await run(["--output", "csv", "--attributes", "pk,n,m.x,l"], page)
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == "pk,n,m.x,l\n\"a,\"\"b\"\"\n\",1.5,in,\n,,,[1]\n")
  }

  @Test(arguments: [
    (["--output", "csv"], "--attributes"), (["--attributes", "a,,b"], "empty name"),
    (["--count", "--limit", "1"], "--count"), (["--filter", "pk"], "it lacks an operator"),
    (["--filter", "pk is a"], "'is' is not an operator"), (["--filter", "pk = 'a"], "a quote is not closed"),
    (["--filter", "pk = a b"], "'b' stands where 'and' or 'or' should"),
  ])
  func `options that exclude each other are wrong usage`(arguments: [String], words: String) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stderr.contains(words), "\(run)")
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
    #expect(run.status == 75)
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n")
    #expect(run.stderr.contains("1 item is printed, then: An error occurred (ValidationException)"))
  }

  private static let goesOn = """
    Go on after the last page that was printed as a whole with:
      ddb-scan --from-key '{"pk":{"S":"a"}}'

    """

  typealias Step = ScriptedTransport.Step

  @Test(arguments: [(Step.refusal("AccessDeniedException"), 75 as Int32), (.answer(200, "{"), 1)])
  func `a scan that fails or is interrupted names the command that continues it`(step: Step, status: Int32)
    async throws
  {
    let run = try await run([], Self.twoPages[0], step)
    #expect(run.status == status)
    #expect(run.stderr.hasSuffix(Self.goesOn), "\(run)")
    let limited = try await self.run(["--limit", "5"], Self.twoPages[0], .refusal("ValidationException"))
    #expect(
      limited.stderr.hasSuffix(#"ddb-scan --from-key '{"pk":{"S":"a"}}' --limit 4"# + "\n"),
      "\(limited)"
    )
  }

  @Test func `a scan begins after --from-key`() async throws {
    let run = try await run(["--from-key", #"{"pk": {"S": "a"}}"#], Self.twoPages[1])
    #expect(run.status == 0, "\(run)")
    #expect(run.bodies == [#"{"TableName":"cruddur-messages","ExclusiveStartKey":{"pk":{"S":"a"}}}"#])
  }

  @Test func `where --limit ends the scan, the key to go on from is named`() async throws {
    let run = try await run(["--limit", "1"], Self.twoPages[0])
    #expect(
      run.stderr.hasSuffix(
        "the table goes on\nTo see the next ones:\n"
          + #"  ddb-scan --limit 1 --from-key '{"pk":{"S":"a"}}'"# + "\n"
      ),
      "\(run)"
    )
  }

  @Test func `a key with a quotation mark is quoted in the command that goes on`() async throws {
    let page = ScriptedTransport.Step.answer(
      200,
      #"{"Items":[{"pk":{"S":"it's"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"pk":{"S":"it's"}}}"#
    )
    let run = try await run(["--limit", "1"], page)
    #expect(run.stderr.hasSuffix(#"--from-key '{"pk":{"S":"it'\''s"}}'"# + "\n"), "\(run)")
  }

  @Test func `--rcu pauses by the read units of the pages`() async throws {
    let pauses = Pauses()
    let transport = ScriptedTransport([
      .answer(
        200,
        #"""
        {"Items":[{"pk":{"S":"a"},"CapacityUnits":{"N":"9"}}],"Count":1,"LastEvaluatedKey":{"pk":{"S":"a"}},
        "ConsumedCapacity":{"TableName":"cruddur-messages","CapacityUnits":128.0}}
        """#
      ), Self.twoPages[1],
    ])
    let run = try await ToolWorld(clock: pauses.clock).run(DDBScan.self, ["--rcu", "4"], transport)
    #expect(run.status == 0, "\(run)")
    #expect(pauses.all.count == 1 && pauses.all.allSatisfy { (.seconds(31) ... .seconds(32)).contains($0) })
    #expect(run.bodies.allSatisfy { $0.contains(#""ReturnConsumedCapacity":"TOTAL""#) })
  }

  @Test func `a table that refuses for a while because of too much traffic is scanned to the end`()
    async throws
  {
    let refusals = Array(
      repeating: ScriptedTransport.Step.refusal("ProvisionedThroughputExceededException"),
      count: 40
    )
    let transport = ScriptedTransport([Self.twoPages[0]] + refusals + [Self.twoPages[1]])
    let run = try await ToolWorld().run(DDBScan.self, [], transport)
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n{\"pk\":\"b\"}\n")
  }

  /// Each page takes 100 s, which is within the throttle budget; all of them take longer than that.
  @Test func `a scan goes on as long as pages come`() async throws {
    let pauses = Pauses()
    let clock = pauses.clock
    let start = clock.now()
    let pages = Counted()
    let service = ScriptedTransport.Step.computed { _ in
      guard clock.now().since(start) >= .seconds(100) * pages.count else {
        return .test(400, #"{"__type":"ProvisionedThroughputExceededException","message":"no"}"#)
      }
      let number = pages.next()
      let next = number < 4 ? #","LastEvaluatedKey":{"pk":{"S":"\#(number)"}}"# : ""
      return .test(200, #"{"Items":[{"pk":{"S":"\#(number)"}}],"Count":1\#(next)}"#)
    }
    let run = try await ToolWorld(clock: clock)
      .run(DDBScan.self, [], ScriptedTransport([service], repeatsLast: true))
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout == (1...4).map { "{\"pk\":\"\($0)\"}\n" }.joined())
    #expect(clock.now().since(start) >= .seconds(300))
  }

  @Test func `a scan to which no page comes for 120 s ends, and says how to go on`() async throws {
    let pauses = Pauses()
    let refusal = ScriptedTransport.Step.refusal("ProvisionedThroughputExceededException")
    let transport = ScriptedTransport([Self.twoPages[0], refusal], repeatsLast: true)
    let run = try await ToolWorld(clock: pauses.clock).run(DDBScan.self, [], transport)
    #expect(run.status == 75, "\(run)")
    #expect(run.stdout == "{\"pk\":\"a\",\"n\":1.5}\n")
    #expect(run.stderr.contains(#"  ddb-scan --from-key '{"pk":{"S":"a"}}'"#), "\(run)")
    // The last request within the throttle budget has pauses of its own.
    #expect((.seconds(120) ... .seconds(200)).contains(pauses.all.reduce(.zero, +)))
  }

  @Test func `a missing table is named with the commands that help, on the same place`() async throws {
    let run = try await run(
      ["--endpoint-url", "http://127.0.0.1:9", "--verbose"],
      .refusal("ResourceNotFoundException", "Requested resource not found"),
      .answer(200, #"{"TableNames":[]}"#)
    )
    #expect(run.status == 1)
    #expect(run.stderr.contains("DynamoDB Local has a database for each region and access key"))
    #expect(run.stderr.contains("on table \"cruddur-messages\" at http://127.0.0.1:9"))
    #expect(run.stderr.contains("\n  ddb-list-tables --endpoint-url http://127.0.0.1:9\n"))
    #expect(run.stderr.hasSuffix("\n  ddb-schema-load --endpoint-url http://127.0.0.1:9\n"))
  }

  @Test(arguments: [
    ["--limit", "0"], ["--segments", "0"], ["--segments", "1001"], ["--quiet", "--verbose"],
    ["--table", "a b"], ["--index", "i"], ["--from-key", "{}"], ["--from-key", #"{"pk":"a"}"#],
    ["--rcu", "0"],
    ["--from-key", #"{"pk":{"S":"a"}}"#, "--segments", "2"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: [40, 80, 200])
  func `a table is never wider than the terminal`(width: Int) async throws {
    let text = String(repeating: "日本語 🙂 ", count: 60)
    let page = Step.answer(
      200,
      #"""
      {"Items":[{"pk":{"S":"MSG#1"},"sk":{"S":"2023"},"message":{"S":"\#(text)"},
      "m":{"M":{"x":{"L":[{"N":"1"}]}}}},
      {"pk":{"S":"MSG#2"},"sk":{"S":"e\u0301\u001b[31m"},"ascii":{"S":"plain"}}],"Count":2}
      """#
    )
    let world = ToolWorld(variables: ["COLUMNS": "\(width)", "NO_COLOR": "1"], isTerminal: true)
    let run = try await world.run(DDBScan.self, ["-o", "table", "-q"], ScriptedTransport([page]))
    let lines = run.stdout.split(separator: "\n").map(String.init)
    #expect(lines.count == 3 && lines.first?.hasPrefix("pk     sk") == true, "\(run)")
    #expect(lines.allSatisfy { $0.terminalColumns <= width } && run.stdout.contains("…"), "\(run)")
    #expect(!run.stdout.contains("\u{1B}") && run.stdout.contains("plain"))
    let chosen = try await self.run(["-o", "table", "--attributes", "pk,m.x"], page)
    #expect(chosen.stdout == "pk     m.x\nMSG#1  [1]\nMSG#2\n", "\(chosen)")
  }
}
