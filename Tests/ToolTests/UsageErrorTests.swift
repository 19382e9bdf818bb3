import AWS
import ArgumentParser
import Postgres
import TestSupport
import Testing

@testable import cognito_list_users
@testable import cruddur_api
@testable import db_create
@testable import ddb_drop
@testable import ddb_load
@testable import ddb_patterns
@testable import ddb_scan
@testable import ddb_seed

/// A mistyped command line: what is wrong, what was meant, and how to see what there is, in three lines.
@Suite struct UsageErrorTests {
  private static let help = "\nTo see its arguments and options:\n  ddb-scan --help\n"

  @Test(arguments: [
    (["--tabel", "x"], "ddb-scan has no option '--tabel': did you mean --table?"),
    (["production", "--otuput=json"], "ddb-scan has no option '--otuput': did you mean --output?"),
    (["-table", "x"], "ddb-scan has no option '-table': did you mean --table?"),
    (["-x"], "ddb-scan has no option '-x'"),
    (
      ["--filter", "pk beginswith a"],
      "The value 'pk beginswith a' is invalid for '--filter <condition>': 'beginswith' is not an operator: did you mean begins_with?"
    ),
    (["production"], "'production' is not local or prod: did you mean prod?"),
    (["prod", "extra"], "'extra' is a word too many"),
    (["-o", "jsn"], "-o is 'jsn', and not json, ddb, csv or table: did you mean json?"),
    (["--output=yaml"], "--output is 'yaml', and not json, ddb, csv or table"),
    (["--limit", "x"], "The value 'x' is invalid for '--limit <count>': it must be a positive whole number"),
    (["--limit", "0"], "The value '0' is invalid for '--limit <count>': it must be a positive whole number"),
    (["--conection-url=postgresql://u:hush@h/d"], "ddb-scan has no option '--conection-url'"),
    (["postgresql://u:hush@h/d"], "'postgresql://u@h/d' is not local or prod"),
    (
      ["--output", "postgresql://u:hush@h/d"],
      "--output is 'postgresql://u@h/d', and not json, ddb, csv or table"
    ),
  ])
  func `an error about wrong usage has three lines, and the fault is the first`(
    arguments: [String],
    message: String
  ) async throws {
    let run = try await ToolWorld().run(DDBScan.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(run.stderr == "Error: \(message)\(Self.help)")
  }

  @Test(arguments: [
    (["cruddur-messages"], "cruddur-messages", "ddb-scan --table cruddur-messages"),
    (["staging", "prod", "-o", "ddb"], "staging", "ddb-scan prod -o ddb --table staging"),
    (["-n", "5", "my.table_1"], "my.table_1", "ddb-scan -n 5 --table my.table_1"),
  ])
  func `a table in place of the stage gets the command that names it with --table`(
    arguments: [String],
    word: String,
    command: String
  ) async throws {
    let run = try await ToolWorld().run(DDBScan.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(
      run.stderr == "Error: '\(word)' is not local or prod\nIf this is the name of a table:\n  \(command)\n"
    )
  }

  @Test(arguments: [
    ["prd"], ["a table"], ["ab"], ["other", "-t", "t-1"], ["other", "--table=t-1"],
    ["t-1", "--index", "t-1"], ["t-1", "extra"], ["--", "t-1"],
    ["--tabel", "other"],
  ])
  func `a word that is not a table's name, or beside a table, gets the help`(arguments: [String]) async throws
  {
    let run = try await ToolWorld().run(DDBScan.self, arguments)
    #expect(run.status == 64 && run.stderr.hasSuffix(Self.help), "\(run)")
  }

  @Test func `a tool without --table says nothing of tables`() async throws {
    let run = try await ToolWorld().run(DBCreate.self, ["cruddur-messages"])
    #expect(run.stderr.hasSuffix("\nTo see its arguments and options:\n  db-create --help\n"), "\(run)")
  }

  @Test(arguments: ["--start", "--end"])
  func `an error about a wrong moment of a seed names the forms`(option: String) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, [option, "yesterday"])
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
    #expect(run.stderr == Self.wrongMoment(option, "yesterday") + "\n  ddb-seed --help\n")
  }

  @Test(arguments: ["--from", "--to"], ["-3", "2023-02-30"])
  func `an error about a wrong moment of a span names the forms`(option: String, typed: String) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, ["get-conversations", option, typed])
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
    #expect(
      run.stderr == Self.wrongMoment(option, typed) + "\n  ddb-patterns get-conversations --help\n"
    )
  }

  private static func wrongMoment(_ option: String, _ typed: String) -> String {
    "Error: The value '\(typed)' is invalid for '\(option) <moment>': it takes ISO 8601, a date, now, "
      + "or a time from now such as -3h (m, h, d, w)\nTo see its arguments and options:"
  }

  @Test(arguments: [
    (["--start", "-1h", "--end", "now"], "--start and --end exclude each other"),
    (["--end", "-1h", "--start=-2h"], "--start and --end exclude each other"),
    (["--end", "-1x"], "The value '-1x' is invalid for '--end <moment>'"),
    (["--start", "--end", "now"], "The value '--end' is invalid for '--start <moment>'"),
    (["--end", "-1h", "--tabel", "x"], "ddb-seed has no option '--tabel': did you mean --table?"),
    (["--wait-for-server", "-5"], "The value '-5' is invalid for '--wait-for-server <seconds>'"),
  ])
  func `a value that begins with a dash is not taken for a stage`(arguments: [String], message: String)
    async throws
  {
    let run = try await ToolWorld().run(DDBSeed.self, arguments)
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
    #expect(run.stderr.hasPrefix("Error: \(message)"), "\(run)")
  }

  @Test func `the error about a number that is too large names the largest`() async throws {
    let run = try await ToolWorld().run(DDBScan.self, ["--limit", "99999999999999999999"])
    #expect(run.status == 64)
    #expect(run.stderr.contains("it must be a whole number from 1 to 9223372036854775807\n"), "\(run)")
  }

  @Test(
    arguments: [
      (DDBScan.self, [], "--limit <count>", "a positive whole number"),
      (DDBScan.self, [], "--segments <count>", "a whole number from 1 to 1000"),
      (DDBScan.self, [], "--rcu <units>", "a whole number from 1 to 1000000"),
      (DDBScan.self, [], "--connect-timeout <seconds>", "a whole number from 1 to 3600"),
      (DDBScan.self, [], "--read-timeout <seconds>", "a whole number from 1 to 3600"),
      (DBCreate.self, [], "--wait-for-server <seconds>", "a whole number from 0 to 3600"),
      (DDBLoad.self, ["items.jsonl"], "--skip <count>", "0 or a positive whole number"),
      (DDBPatterns.self, ["get-conversations"], "--limit <count>", "a positive whole number"),
      (DDBPatterns.self, ["list-conversations"], "--year <yyyy>", "a whole number from 1 to 9999"),
      (CruddurAPI.self, [], "--port <port>", "a whole number from 0 to 65535"),
      (CruddurAPI.self, [], "--connections-per-address <count>", "a whole number from 1 to 2048"),
    ] as [(any ParsableCommand.Type, [String], String, String)]
  )
  func `a number that is negative or not a number is repeated, and what is right is said`(
    tool: any ParsableCommand.Type,
    words: [String],
    option: String,
    form: String
  ) async throws {
    for value in ["-1", "1.5", "ten"] {
      for isJoined in [false, true] {
        let name = option.prefix { $0 != " " }
        let typed = isJoined ? ["\(name)=\(value)"] : [String(name), value]
        let run = try await ToolWorld().run(tool, words + typed)
        #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
        #expect(
          run.stderr.hasPrefix(
            "Error: The value '\(value)' is invalid for '\(option)': it must be \(form)\n"
          ),
          "\(run)"
        )
        #expect(run.stderr.split(separator: "\n").count == 3, "\(run)")
      }
    }
  }

  @Test(arguments: [
    ("get-conversation", ""), ("get", ""), ("list", ""), ("ta", ""),
    ("get-convresations", "taking 'get-convresations' for get-conversations\n"),
  ])
  func `a command that only reads is found by its beginning and by a near name`(
    typed: String,
    note: String
  ) async throws {
    let refused = try await ToolWorld().run(DDBPatterns.self, [typed, "--no-such"])
    let name = try #require(refused.stderr.split(separator: " ").dropFirst(2).first)
    #expect(refused.stderr.contains("has no option '--no-such'"), "\(refused)")
    #expect(["get-conversations", "list-conversations", "tail"].contains(name), "\(refused)")
    guard name == "get-conversations" else { return }
    let empty = ScriptedTransport([.answer(200, #"{"Items":[],"Count":0}"#)], repeatsLast: true)
    let run = try await ToolWorld().run(DDBPatterns.self, [typed], empty)
    #expect(run.status == 0 && run.stderr.hasPrefix(note + "no messages of"), "\(run)")
  }

  @Test(arguments: [
    ("create-mesage", "create-message"), ("crate-message-group", "create-message-group"),
    ("create-message-g", "create-message-group"), ("CREATE-MESSAGE", "create-message"),
  ])
  func `a command that writes runs only by its full name, which is shown`(
    typed: String,
    name: String
  ) async throws {
    let words = ["--from", "ann", "--connection-url", "postgresql://u:hush@h/d", "it's me", "prod"]
    let run = try await ToolWorld().run(DDBPatterns.self, [typed] + words)
    #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(
      run.stderr == """
        Error: ddb-patterns has no command '\(typed)': did you mean \(name)?
        Nothing was done: a command that writes runs only by its full name (put the password into the URL again):
          ddb-patterns \(name) --from ann --connection-url postgresql://u@h/d 'it'\\''s me' prod

        """
    )
    let json = try await ToolWorld().run(DDBPatterns.self, [typed] + words + ["--error-format", "json"])
    #expect(json.stderr.contains("full name (put the password into the URL again)"), "\(json)")
  }

  @Test(arguments: [
    (["create-message", "--group", "5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "--from", "ann"], "prod"),
    (["create-message-group", "--from", "ann", "--to", "bob"], "prod"),
    (["create-message-group", "--from", "ann", "--to", "bob"], "local"),
  ])
  func `the stage alone is not sent as a message`(arguments: [String], stage: String) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, arguments + [stage])
    #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    let command = "ddb-patterns \(arguments[0])"
    #expect(
      run.stderr == """
        Error: the message is missing: '\(stage)' is the stage; to send that word: echo \(stage) | \(command) … -
        To see its arguments and options:
          \(command) --help

        """
    )
  }

  @Test func `the stage may be a message where the stage is named as well`() async throws {
    let words = ["create-message-group", "--from", "ann", "--to", "bob", "prod", "prod"]
    let run = try await ToolWorld().run(DDBPatterns.self, words)
    #expect(run.status == 1 && run.stderr.contains("PROD_CONNECTION_URL"), "\(run)")
  }

  @Test(arguments: [
    ("create", "has no command 'create': did you mean create-message?"),
    ("frobnicate", "has no command 'frobnicate': there are get-conversations, list-conversations, "),
  ])
  func `an error about an ambiguous or unknown command repeats it and suggests --help`(
    typed: String,
    message: String
  ) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, [typed])
    #expect(run.status == 64)
    #expect(run.stderr.hasPrefix("Error: ddb-patterns \(message)"), "\(run)")
    #expect(run.stderr.hasSuffix("\n  ddb-patterns --help\n"), "\(run)")
  }

  @Test(arguments: [
    (["prod", "items.jsonl"], "'prod' comes last: ddb-load FILE prod"),
    (["prod", "-y", "-"], "'prod' comes last: ddb-load FILE prod"),
    (["items.jsonl", "prd"], "'prd' is not local or prod: did you mean prod?"),
    (
      ["my", "items"],
      "'items' is not local or prod: words that belong together go between quotes, 'my items'"
    ),
    (
      ["prod"],
      "'prod' is not taken for a file: write ddb-load FILE prod; for a file of that name, ddb-load ./prod"
    ),
  ])
  func `words in the wrong order, and a text without quotes, are recognised`(
    arguments: [String],
    message: String
  ) async throws {
    let run = try await ToolWorld().run(DDBLoad.self, arguments)
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
    #expect(run.stderr == "Error: \(message)\nTo see its arguments and options:\n  ddb-load --help\n")
  }

  @Test func `a PostgreSQL tool reports wrong usage in the same form`() async throws {
    let run = try await ToolWorld().run(DBCreate.self, ["--if-not-exist"])
    #expect(
      run.stderr.hasPrefix("Error: db-create has no option '--if-not-exist': did you mean --if-not-exists?\n")
    )
  }

  @Test func `the error about a missing table names a similar one, after one ListTables`() async throws {
    let steps: [ScriptedTransport.Step] = [
      .refusal("ResourceNotFoundException", "Requested resource not found"),
      .answer(200, #"{"TableNames":["cruddur-messages","other"]}"#),
    ]
    let scan = try await ToolWorld().run(DDBScan.self, ["-t", "crudur-messages"], ScriptedTransport(steps))
    #expect(scan.operations == ["Scan", "ListTables"])
    #expect(scan.stderr.contains("\nDid you mean cruddur-messages?\n"), "\(scan)")
    let drop = try await ToolWorld().run(DDBDrop.self, ["crudur-messages"], ScriptedTransport(steps))
    #expect(drop.operations == ["DeleteTable", "ListTables"])
    #expect(drop.stderr.contains("\nDid you mean cruddur-messages?\n"), "\(drop)")
  }

  @Test(arguments: [
    (["by-dya"], ["by-group", "by-day"], "Did you mean by-day?"),
    (["other"], ["by-group", "by-day"], "The table's indexes are by-group, by-day"),
    (["other", "--count"], [], "The table has no indexes"),
  ])
  func `the error about a missing index names a similar one, or all that there are`(
    words: [String],
    indexes: [String],
    suggestion: String
  ) async throws {
    let run = try await scan(words, indexes: indexes)
    #expect(run.status == 1 && run.operations == ["Scan", "DescribeTable"], "\(run)")
    #expect(run.stderr.contains("does not have the specified index"), "\(run)")
    #expect(run.stderr.hasSuffix("\n\(suggestion)\n"), "\(run)")
  }

  @Test func `the error about another wrong input says nothing of an index that is there`() async throws {
    let run = try await scan(["by-day"], indexes: ["by-day"])
    #expect(run.status == 1 && !run.stderr.contains("by-day"), "\(run)")
  }

  /// Scans an index where the service refuses the scan.
  private func scan(_ index: [String], indexes: [String]) async throws -> ToolRun {
    let global = indexes.prefix(1).map { #"{"IndexName":"\#($0)"}"# }.joined()
    let local = indexes.dropFirst().map { #"{"IndexName":"\#($0)"}"# }.joined()
    let lists = #""GlobalSecondaryIndexes":[\#(global)],"LocalSecondaryIndexes":[\#(local)]"#
    let steps: [ScriptedTransport.Step] = [
      .refusal("ValidationException", "The table does not have the specified index"),
      .answer(200, #"{"Table":{"TableStatus":"ACTIVE",\#(lists)}}"#),
    ]
    return try await ToolWorld().run(DDBScan.self, ["--index"] + index, ScriptedTransport(steps))
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      ["get-conversations", "--output", "items"], ["list-conversations", "--handle", "ann", "-o", "items"],
      ["create-message", "--group", "5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "--from", "ann", "x"],
      ["create-message-group", "--from", "ann", "--to", "bob", "x"],
    ]
  )
  func `each access pattern names the table that was probably meant`(arguments: [String]) async throws {
    try await withDatabase(users: [(handle: "ann", sub: "1"), (handle: "bob", sub: "2")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let steps: [ScriptedTransport.Step] = [
        .refusal("ResourceNotFoundException", "Requested resource not found"),
        .answer(200, #"{"TableNames":["cruddur-messages","other"]}"#),
      ]
      let words = arguments + ["-t", "crudur-messages"]
      let run = try await world.run(DDBPatterns.self, words, ScriptedTransport(steps))
      #expect(run.status == 1 && run.operations == ["Query", "ListTables"], "\(run)")
      #expect(run.stderr.contains("\nDid you mean cruddur-messages?\n"), "\(run)")
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      ["list-conversations", "--handle", "@anne", "-o", "items"],
      ["create-message", "--group", "5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "--from", "anne", "x"],
      ["create-message-group", "--from", "bob", "--to", "anne", "x"],
    ]
  )
  func `each access pattern names the handle that was probably meant`(arguments: [String]) async throws {
    try await withDatabase(users: [(handle: "ann", sub: "1"), (handle: "bob", sub: "2")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let run = try await world.run(DDBPatterns.self, arguments)
      #expect(run.status == 1 && run.requests.isEmpty, "\(run)")
      #expect(run.stderr.contains("anne' not found in "), "\(run)")
      #expect(run.stderr.hasSuffix("\nDid you mean 'ann'?\n"), "\(run)")
    }
  }

  @Test func `where tables cannot be listed, the error about a missing table stays as it is`() async throws {
    let steps: [ScriptedTransport.Step] = [
      .refusal("ResourceNotFoundException", "Requested resource not found"),
      .refusal("AccessDeniedException"),
    ]
    let run = try await ToolWorld().run(DDBScan.self, ["-t", "crudur"], ScriptedTransport(steps))
    #expect(run.status == 1)
    #expect(
      run.stderr.contains("(ResourceNotFoundException)") && !run.stderr.contains("AccessDenied"),
      "\(run)"
    )
  }
}
