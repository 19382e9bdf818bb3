import AWS
import Foundation
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import ddb_patterns

@Suite struct DDBPatternsTests {
  private static let page = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Items":[{"sk":{"S":"2023-03-26T18:05:00.000000+00:00"},"user_handle":{"S":"Sama"},"message":{"S":"hi"}},
    {"sk":{"S":"2023-03-26T18:04:00.000000+00:00"},"user_handle":{"S":"phidel"},"message":{"S":"hello"}}],
    "Count":2,"ConsumedCapacity":{"TableName":"cruddur-messages","CapacityUnits":1.0}}
    """#
  )

  private func run(_ arguments: [String], _ steps: ScriptedTransport.Step...) async throws -> ToolRun {
    try await ToolWorld(variables: ["TZ": "UTC"]).run(DDBPatterns.self, arguments, ScriptedTransport(steps))
  }

  @Test func `messages are printed oldest first`() async throws {
    let run = try await run(["get-conversations", "--output", "text", "--year", "2023"], Self.page)
    #expect(run.status == 0, "\(run)")
    let lines = run.stdout.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("phidel") == true)
    #expect(lines.first?.hasSuffix("hello...") == true)
    #expect(run.bodies.first?.contains(#"":year":{"S":"2023"}"#) == true)
    #expect(run.bodies.first?.contains(#"":pk":{"S":"MSG#5ae290ed-55d1-47a0-bc6d-fe2bc2700399"}"#) == true)
  }

  @Test(arguments: ["5ae290ed-55d1-47a0-bc6d-f", "5AE290ED-55D1-47A0-BC6D-FE2BC2700399", "a b"])
  func `a group's id is sent unchanged`(group: String) async throws {
    let run = try await run(["get-conversations", "--output", "text", "--group", group], Self.page)
    #expect(run.status == 0, "\(run)")
    #expect(run.bodies.first?.contains(#"":pk":{"S":"MSG#\#(group)"}"#) == true, "\(run.bodies)")
  }

  private static let toGroups = "To see the groups of a user:\n  ddb-patterns list-conversations\n"

  @Test(arguments: [
    (["--year", "2020"], "in 2020 (see --year)"), ([], "in 2023 (see --year)"),
    (["--from", "2023-01-01"], "from 2023-01-01T00:00:00.000000+00:00"),
  ])
  func `an empty result prints a note on stderr`(arguments: [String], span: String) async throws {
    let empty = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
    let run = try await run(
      ["get-conversations", "--output", "text", "--group", "g"] + arguments,
      empty,
      empty
    )
    #expect(run.status == 0 && run.stdout.isEmpty)
    #expect(run.stderr == "no messages of g \(span)\n\(Self.toGroups)")
  }

  @Test(arguments: [
    (["--year", "2026"], ""), (["--year=2026", "--output", "json"], " --output json"),
    (["--from", "-1d", "--table", "t-1", "--to=now"], " --table t-1"), ([], ""),
  ])
  func `where a year has no messages, the newest year that has some is named`(
    arguments: [String],
    kept: String
  ) async throws {
    let empty = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
    let run = try await run(
      ["get-conversations", "--group", "g"] + arguments,
      empty,
      Self.key("MSG#g", sort: "2022-02-01T00:00:00.000000+00:00")
    )
    #expect(run.status == 0 && run.operations == ["Query", "Query"], "\(run)")
    let command = "ddb-patterns get-conversations --group g\(kept) --year 2022"
    #expect(run.stderr.hasPrefix("no messages of g "), "\(run)")
    #expect(
      run.stderr.hasSuffix("\nThe newest are of 2022. To see those of that year:\n  \(command)\n"),
      "\(run)"
    )
    let last = try #require(run.bodies.last)
    #expect(last.contains(#""Limit":1"#) && last.contains(#""ScanIndexForward":false"#), "\(last)")
    #expect(last.contains(#""KeyConditionExpression":"pk = :pk""#), "\(last)")
  }

  @Test(
    arguments: [
      .refusal("AccessDeniedException"), key("MSG#g", sort: "zzz"), key("MSG#g", sort: "20"),
      .answer(200, #"{"Items":[],"Count":0}"#),
    ] as [ScriptedTransport.Step]
  )
  func `where no other year is known, the list of groups is named`(newest: ScriptedTransport.Step)
    async throws
  {
    let empty = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
    let run = try await run(["get-conversations", "--group", "g"], empty, newest)
    #expect(
      run.status == 0 && run.stderr == "no messages of g in 2023 (see --year)\n\(Self.toGroups)",
      "\(run)"
    )
    let quiet = try await self.run(["get-conversations", "--group", "g", "-q"], empty)
    #expect(quiet.status == 0 && quiet.stderr.isEmpty && quiet.operations == ["Query"], "\(quiet)")
  }

  private static func key(_ partition: String, sort: String) -> ScriptedTransport.Step {
    .answer(200, #"{"Items":[{"pk":{"S":"\#(partition)"},"sk":{"S":"\#(sort)"}}],"Count":1}"#)
  }

  @Test(.needsPostgreSQL) func `an empty list names the newest year with groups, and not the doctor`()
    async throws
  {
    try await withDatabase(users: [(handle: "mira", sub: "1")]) { database in
      let url = try TestServer.url(database: database.name)
      let empty = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
      let newest = Self.key("GRP#1", sort: "2022-02-01T00:00:00.000000+00:00")
      let run = try await ToolWorld(variables: ["CONNECTION_URL": url])
        .run(
          DDBPatterns.self,
          ["list-conversations", "--handle", "mira", "-o", "json"],
          ScriptedTransport([empty, newest])
        )
      #expect(run.status == 0 && run.operations == ["Query", "Query"], "\(run)")
      #expect(
        run.stderr == """
          no message groups of mira in 2023 (see --year)
          The newest are of 2022. To see those of that year:
            ddb-patterns list-conversations --handle mira -o json --year 2022

          """
      )
    }
  }

  @Test(arguments: [40, 80, 200])
  func `on a terminal a conversation is readable without an option`(width: Int) async throws {
    let world = ToolWorld(variables: ["COLUMNS": "\(width)", "NO_COLOR": "1"], isTerminal: true)
    let run = try await world.run(
      DDBPatterns.self,
      ["get-conversations", "-q"],
      ScriptedTransport([Self.longPage])
    )
    #expect(run.status == 0, "\(run)")
    let lines = run.stdout.split(separator: "\n").map(String.init)
    #expect(lines.count { $0.hasPrefix("── 2023-03-2") } == 2)
    #expect(
      lines.allSatisfy { $0.terminalColumns <= width && !$0.unicodeScalars.contains(where: \.isControl) }
    )
    let words = run.stdout.split(whereSeparator: \.isWhitespace)
    #expect(words.count { $0 == "日本語" } == 40 && words.count { $0 == "e\u{301}🙂" } == 40)
    let off = try await ToolWorld().run(
      DDBPatterns.self,
      ["get-conversations"],
      ScriptedTransport([Self.longPage])
    )
    #expect(off.stdout.hasPrefix("{\n"))
  }

  private static let longPage = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Items":[{"sk":{"S":"2023-03-28T18:05:00.000000+00:00"},"user_handle":{"S":"Sama"},
    "message":{"S":"\#(String(repeating: "日本語 e\u{301}🙂 ", count: 40))"}},
    {"sk":{"S":"2023-03-26T18:04:00.000000+00:00"},"user_handle":{"S":"phidel"},
    "message":{"S":"\u001b[31mred\u001b[0m\nsecond line https://example.com/\#(String(repeating: "x", count: 300))"}}],
    "Count":2,"ConsumedCapacity":{"TableName":"cruddur-messages","CapacityUnits":1.0}}
    """#
  )

  @Test func `the speakers have different colours`() async throws {
    let run = try await ToolWorld(isTerminal: true)
      .run(DDBPatterns.self, ["get-conversations"], ScriptedTransport([Self.page]))
    #expect(
      run.stdout.contains("\u{1B}[36mphidel\u{1B}[0m") && run.stdout.contains("\u{1B}[32mSama\u{1B}[0m")
    )
  }

  @Test(.needsPostgreSQL, arguments: [40, 80, 200])
  func `on a terminal conversations are a table that never wraps`(width: Int) async throws {
    try await withDatabase(users: [(handle: "Sama", sub: "1")]) { database in
      let url = try TestServer.url(database: database.name)
      let variables = ["CONNECTION_URL": url, "COLUMNS": "\(width)", "NO_COLOR": "1", "TZ": "UTC"]
      let message = String(repeating: "日本語 🙂 ", count: 60)
      let page = ScriptedTransport.Step.answer(
        200,
        #"""
        {"Items":[{"pk":{"S":"GRP#1"},"sk":{"S":"2023-03-26T18:05:00.000000+00:00"},"user_handle":{"S":"phidel"},
        "user_display_name":{"S":"A"},"user_uuid":{"S":"u"},"message_group_uuid":{"S":"g-1"},
        "message":{"S":"\#(message)"}}],"Count":1}
        """#
      )
      let run = try await ToolWorld(variables: variables, isTerminal: true)
        .run(DDBPatterns.self, ["list-conversations", "--handle", "Sama", "-q"], ScriptedTransport([page]))
      let lines = run.stdout.split(separator: "\n")
      #expect(lines.count == 2, "\(run)")
      #expect(lines.allSatisfy { $0.terminalColumns <= width } && lines.last?.contains("…") == true, "\(run)")
      #expect(lines.last?.hasPrefix("2023-03-26 06:05 PM  ") == true, "\(run)")
    }
  }

  @Test func `an export has all messages, the oldest first`() async throws {
    func page(_ range: Range<Int>, isLast: Bool) -> ScriptedTransport.Step {
      let items = range.map { number in
        let moment = "2023-03-26T18:\(number / 60 + 10):\(number % 60 + 10).000000+00:00"
        return #"""
          {"pk":{"S":"MSG#g"},"sk":{"S":"\#(moment)"},"message":{"S":"<\#(number)>"},"message_uuid":{"S":"m"},
          "user_uuid":{"S":"u"},"user_display_name":{"S":"A"},"user_handle":{"S":"a"}}
          """#
      }
      let next = isLast ? "" : #","LastEvaluatedKey":{"pk":{"S":"MSG#g"},"sk":{"S":"\#(range.upperBound)"}}"#
      return .answer(
        200,
        #"{"Items":[\#(items.joined(separator: ","))],"Count":\#(items.count)\#(next)}"#
      )
    }
    let other = #"{"Items":[{"pk":{"S":"MSG#g"},"sk":{"S":"z"}}],"Count":1}"#
    let run = try await run(
      ["export", "--format", "html", "--group", "g"],
      page(0..<1_000, isLast: false),
      page(1_000..<1_005, isLast: false),
      .answer(200, other)
    )
    #expect(
      run.stderr == "warning: 1 item of g cannot be shown as a message\n1005 messages of group g\n",
      "\(run)"
    )
    #expect(run.status == 0 && run.operations == ["Query", "Query", "Query"])
    let texts = run.stdout.components(separatedBy: #"<p dir="auto">"#).dropFirst().map {
      $0.prefix { $0 != "/" }
    }
    #expect(texts.map(String.init) == (0..<1_005).map { "&lt;\($0)&gt;<" })
  }

  @Test func `the current year is that of the clock`() async throws {
    let run = try await run(["get-conversations", "--output", "json"], Self.page)
    #expect(run.bodies.first?.contains(#"":year":{"S":"2023"}"#) == true)
  }

  @Test(.needsPostgreSQL) func `a user's groups are asked for by the user's uuid`() async throws {
    try await withDatabase(users: [(handle: "Sama", sub: "1")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let transport = ScriptedTransport([Self.page])
      let run = try await world.run(DDBPatterns.self, ["list-conversations", "--handle", "Sama"], transport)
      #expect(run.status == 0, "\(run)")
      let rows = try database.connect().query("SELECT uuid FROM public.users", to: "look")
      let uuid = try #require(rows.first).text("uuid")
      #expect(run.stdout.hasPrefix("my-uuid: \(uuid)\n"))
      #expect(run.bodies.first?.contains("GRP#\(uuid)") == true)
    }
  }

  @Test(.needsPostgreSQL) func `a user without groups is named without the sign, and the doctor beside it`()
    async throws
  {
    try await withDatabase(users: [(handle: "Sama", sub: "1")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let empty = ScriptedTransport([.answer(200, #"{"Items":[],"Count":0}"#)], repeatsLast: true)
      let run = try await world.run(DDBPatterns.self, ["list-conversations", "--handle", "@Sama"], empty)
      #expect(run.status == 0 && run.operations == ["Query", "Query"], "\(run)")
      let lines = [
        "no message groups of Sama in 2023 (see --year)",
        "To see whether the table's groups are of users who are deleted:", "  cruddur-doctor",
      ]
      #expect(run.stderr.hasPrefix(lines.joined(separator: "\n")), "\(run)")
    }
  }

  @Test func `the error about a group's id says how one is written`() async throws {
    let run = try await ToolWorld().run(
      DDBPatterns.self,
      ["create-message", "--group", "abc", "--from", "ann", "x"]
    )
    #expect(run.status == 64 && run.stderr.contains("'abc' is not a UUID (8-4-4-4-12"), "\(run)")
  }

  @Test func `a span of time may be relative to now, and its end may be left out`() async throws {
    let arguments = ["get-conversations", "--output", "json", "--from", "-3h"]
    let open = try await run(arguments, Self.page)
    #expect(open.bodies.first?.contains(#"":start_date":{"S":"2023-03-26T09:00:00.000000+00:00"}"#) == true)
    let closed = try await run(arguments + ["--to", "now"], Self.page)
    #expect(closed.bodies.first?.contains(#"":end_date":{"S":"2023-03-26T12:00:00.000000+00:00"}"#) == true)
  }

  @Test(.needsPostgreSQL) func `the handle is that of CRUDDUR_MY_HANDLE where none is given`() async throws {
    try await withDatabase(users: [(handle: "lore", sub: "1")]) { database in
      let world = ToolWorld(variables: [
        "CONNECTION_URL": try TestServer.url(database: database.name), "CRUDDUR_MY_HANDLE": "lore",
      ])
      let run = try await world.run(DDBPatterns.self, ["list-conversations"], ScriptedTransport([Self.page]))
      #expect(run.status == 0 && run.stdout.hasPrefix("my-uuid: "), "\(run)")
    }
  }

  @Test(arguments: [
    [], ["no-such-pattern"], ["get-conversations", "--limit", "0"], ["get-conversations", "--group", ""],
    ["get-conversations", "--year", "0"],
    ["get-conversations", "--year", "2023", "--from", "2023-01-01"], ["list-conversations", "dev"],
    ["get-conversations", "--from", "now", "--to", "-1m"], ["list-conversations", "--from", "3h"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test func `a missing table is an error`() async throws {
    let tables = ScriptedTransport.Step.answer(200, #"{"TableNames":["cruddur-message"]}"#)
    let run = try await run(["get-conversations"], .refusal("ResourceNotFoundException"), tables)
    #expect(run.stderr.contains("\nDid you mean cruddur-message?\n"))
    #expect(run.status == 1)
    #expect(run.stderr.contains("  ddb-schema-load\n"))
  }
}
