import AWS
import TestSupport
import Testing

@testable import cognito_list_users
@testable import db_create
@testable import ddb_drop
@testable import ddb_patterns
@testable import ddb_scan

/// A mistyped command line: what is wrong, what was meant, and how to see what there is, in three lines.
@Suite struct UsageErrorTests {
  private static let help = "\nTo see what it takes:\n  ddb-scan --help\n"

  @Test(arguments: [
    (["--tabel", "x"], "ddb-scan has no option '--tabel': did you mean --table?"),
    (["production", "--otuput=json"], "ddb-scan has no option '--otuput': did you mean --output?"),
    (["-table", "x"], "ddb-scan has no option '-table': did you mean --table?"),
    (["-x"], "ddb-scan has no option '-x'"),
    (["production"], "'production' is not local or prod: did you mean prod?"),
    (["staging"], "'staging' is not local or prod"),
    (["prod", "extra"], "'extra' is a word too many"),
    (["-o", "jsn"], "-o is 'jsn', and not json, ddb, csv or table: did you mean json?"),
    (["--output=yaml"], "--output is 'yaml', and not json, ddb, csv or table"),
    (["--limit", "x"], "The value 'x' is invalid for '--limit <limit>'"),
    (["--limit", "0"], "--limit must be at least 1"),
    (["--conection-url=postgresql://u:hush@h/d"], "ddb-scan has no option '--conection-url'"),
    (["postgresql://u:hush@h/d"], "'postgresql://u@h/d' is not local or prod"),
    (
      ["--output", "postgresql://u:hush@h/d"],
      "--output is 'postgresql://u@h/d', and not json, ddb, csv or table"
    ),
  ])
  func `what is wrong comes first, in three lines`(arguments: [String], message: String) async throws {
    let run = try await ToolWorld().run(DDBScan.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(run.stderr == "Error: \(message)\(Self.help)")
  }

  @Test(arguments: [
    ["get-conversation"], ["get"], ["get-convresations"], ["list", "--no-such"], ["crate-message-group"],
  ])
  func `a command is found by its beginning and by a near name`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, arguments + ["--no-such"])
    let name = try #require(run.stderr.split(separator: " ").dropFirst(2).first)
    #expect(run.stderr.contains("has no option '--no-such'"), "\(run)")
    #expect(["get-conversations", "list-conversations", "create-message-group"].contains(name), "\(run)")
  }

  @Test(arguments: [
    ("create", "has no command 'create': did you mean create-message?"),
    ("frobnicate", "has no command 'frobnicate': there are get-conversations, list-conversations, "),
  ])
  func `a command that could be several or none is named`(typed: String, message: String) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, [typed])
    #expect(run.status == 64)
    #expect(run.stderr.hasPrefix("Error: ddb-patterns \(message)"), "\(run)")
    #expect(run.stderr.hasSuffix("\n  ddb-patterns --help\n"), "\(run)")
  }

  @Test func `a tool for PostgreSQL does the same`() async throws {
    let run = try await ToolWorld().run(DBCreate.self, ["--if-not-exist"])
    #expect(
      run.stderr.hasPrefix("Error: db-create has no option '--if-not-exist': did you mean --if-not-exists?\n")
    )
  }

  @Test func `a table that is not there is named with the near one, after one question`() async throws {
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

  @Test func `tables that cannot be listed change nothing about the error`() async throws {
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
