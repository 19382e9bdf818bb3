import Foundation
import TestSupport
import Testing

/// Ctrl-C when the server has executed a statement and its answer is on the way: it cannot be undone, but no
/// other statement follows.
@Suite(.needsStack, .serialized, .inTurn) struct LateInterruptTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let tool: String
    /// The statement that Ctrl-C comes too late for, and the one that would follow.
    let last: String
    let next: String
    let words: [String]
    var testDescription: String { "\(tool): \(last)" }
  }

  private static let steps = ["db-create", "db-schema-load", "db-seed", "replacement"]

  private static func setup(_ last: String, _ next: String, done: Int) -> Case {
    let names = done == 0 ? "nothing" : steps[..<done].joined(separator: ", ")
    let left = steps[done...].joined(separator: ", ")
    let report = "\(steps[done]) was stopped; done: \(names); not done: \(left)\n"
    return Case(tool: "db-setup", last: last, next: next, words: [report, "interrupted"])
  }

  static let cases = [
    setup("rolcreatedb", "CREATE DATABASE", done: 0), setup("CREATE DATABASE", "BEGIN", done: 1),
    setup("COMMIT", "INSERT", done: 2), setup("INSERT INTO public.activities", "RENAME", done: 2),
    Case(
      tool: "db-seed",
      last: "SELECT handle",
      next: "BEGIN",
      words: ["interrupted: nothing was written\n"]
    ),
    Case(
      tool: "db-seed",
      last: "INSERT INTO public.users",
      next: "INSERT INTO public.activities",
      words: ["interrupted: fixtures/seed.sql: stopped before statement 2 of 2; nothing was changed in "]
    ),
    Case(
      tool: "db-seed",
      last: "INSERT INTO public.activities",
      next: "COMMIT",
      words: ["interrupted: fixtures/seed.sql: stopped before the end, after ", "; nothing was changed in "]
    ),
    Case(
      tool: "ddb-seed",
      last: "SELECT uuid",
      next: "BatchWriteItem",
      words: ["interrupted: nothing was written\n"]
    ),
  ]

  @Test(arguments: cases)
  func `nothing is sent after Ctrl-C`(example: Case) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        let postgres = try LatePostgres(before: database.url, holding: example.last)
        defer { postgres.shutdown() }
        try await ScriptedServer.with(FaultyTable(seed: 1, .none).answer) { server in
          let run = try await world.run(
            example.tool,
            example.tool.hasPrefix("ddb-") ? ["--endpoint-url", server.url] : [],
            changes: ["CONNECTION_URL": postgres.url],
            interrupt: postgres.waitUntilDone
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          for word in example.words { #expect(run.stderr.contains(word), "lacks \(word): \(run)") }
          #expect(postgres.received.contains(example.last) && !postgres.received.contains(example.next))
          #expect(server.requests.isEmpty)
        }
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test(arguments: [
    ("db-seed", "COMMIT", "COMMIT"), ("db-update-cognito-user-ids", "UPDATE public.users", "UPDATE"),
  ])
  func `a statement that is not answered in time is reported as unknown`(
    tool: String,
    last: String,
    statement: String
  ) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        _ = try await world.makePool(["phidel"])
        let postgres = try LatePostgres(before: database.url, holding: last, answersWhenAsked: false)
        defer { postgres.shutdown() }
        let run = try await world.run(
          tool,
          changes: ["CONNECTION_URL": postgres.url],
          interrupt: postgres.waitUntilDone
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        #expect(run.stderr.contains("it is not known whether \(statement) took effect in "), "\(run)")
        #expect(run.stderr.contains("Look there before you run it again"), "\(run)")
      }
    }
  }
}
