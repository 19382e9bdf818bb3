import Foundation
import TestSupport
import Testing

/// `.sql` files that cannot be applied: the error names file, line and statement, and the database is
/// unchanged.
@Suite(.needsStack, .serialized, .inTurn) struct BadSQLFileTests {
  private static let tools = [("db-schema-load", "--schema"), ("db-seed", "--seed")]

  struct Case: Sendable {
    let sql: [UInt8]
    let words: [String]
    var lines = 3

    init(_ sql: String, _ words: [String], lines: Int = 3) { self.init(Array(sql.utf8), words, lines: lines) }

    init(_ sql: [UInt8], _ words: [String], lines: Int = 3) {
      (self.sql, self.words, self.lines) = (sql, words, lines)
    }
  }

  private static let change = "UPDATE users SET handle = 'changed';\nCREATE TABLE t (a int);\n"

  /// Files that the server refuses after it has executed some of their statements.
  static let failing = [
    Case(
      "\(change)INSERT INTO nowhere VALUES (1);\nSELECT 1",
      ["f.sql:3: ERROR:", "42P01", "statement 3 of 4"]
    ),
    Case("\(change)SELECT 1 / 0;\nSELECT 1", ["f.sql:3: ERROR:", "22012", "statement 3 of 4"]),
    Case("\(change)SELECT '\n\nunfinished", ["f.sql:3: ERROR:  unterminated quoted string", "42601"]),
    Case(
      "\(change)INSERT INTO users SELECT * FROM users",
      ["f.sql:3: ERROR:", "23505", "DETAIL:  Key (uuid)="],
      lines: 4
    ),
    Case(
      "\(change)/* x /* y */ DROP TABLE users;",
      ["f.sql:3: ERROR:  unterminated /* comment", "Comments nest"],
      lines: 4
    ),
    Case(
      "\(change)INSERT INTO users (handle) VALUES (:'name')",
      ["f.sql:3:", ":'name' is a variable of psql"],
      lines: 4
    ),
    Case("\(change)CREATE TABLE users ()", ["f.sql:3:", "42P07", "CREATE TABLE IF NOT EXISTS"], lines: 4),
    Case(
      "\(change)ALTER TABLE users OWNER TO rdsadmin",
      ["f.sql:3:", "42704", "rdsadmin is a role of Amazon RDS"],
      lines: 4
    ),
    Case(
      """
      \(change)INSERT INTO activities (message, user_uuid)
        VALUES ('a', (SELECT uuid FROM users WHERE handle = 'nobody'))
      """,
      ["f.sql:3:", "23502", "found no user for user_uuid"],
      lines: 5
    ),
    Case("\(change)VACUUM", ["f.sql:3: ERROR:", "25001", "with psql"]),
    Case("VACUUM", ["f.sql:1: ERROR:", "25001", "with psql"]),
    Case(
      "DO $$ BEGIN UPDATE users SET handle = 'changed'; COMMIT; PERFORM 1 / 0; END $$",
      ["f.sql:1: ERROR:  invalid transaction termination", "2D000", "with psql"],
      lines: 4
    ),
    Case(
      """
      CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN UPDATE users SET handle = ''changed''; COMMIT; END';
      CALL p()
      """,
      ["f.sql:2: ERROR:  invalid transaction termination", "2D000"],
      lines: 4
    ),
    Case(
      "\(change)DO $$ BEGIN RAISE EXCEPTION E'\\u001b[31mred' USING HINT = E'\\u009b1m'; END $$",
      ["f.sql:3: ERROR:  [31mred", "P0001"],
      lines: 6
    ),
    Case("\(change)SELECT pg_terminate_backend(pg_backend_pid())", ["f.sql:3: FATAL:", "57P01"]),
  ]

  /// Files that are refused before anything is sent.
  static let refused = [
    Case("SELECT 1;\n\\i other.sql", ["f.sql:2: \\i is a command of psql"]),
    Case("\\connect cruddur", ["f.sql:1: \\connect is a command of psql"]),
    Case("SELECT 1\n\\echo done", ["f.sql:2: \\echo is a command of psql", "semicolon"]),
    Case("\\echo `touch file`", ["f.sql:1: \\echo is a command of psql"]),
    Case(
      "\(change)CREATE FUNCTION f() RETURNS int AS $ $\nBEGIN\n  RETURN 1;\nEND;\n$ $ LANGUAGE plpgsql;",
      ["f.sql:3: a $ by itself: the dollar quote is wrong", "AS $$ … $$"]
    ),
    Case("SELECT 1 \\gset", ["f.sql:1: \\gset is a command of psql"]),
    Case("\nCOPY users FROM stdin;\n1\t2\n\\.\n", ["f.sql:2: COPY … FROM stdin needs psql", "INSERT"]),
    Case("COPY users TO STDOUT", ["f.sql:1: COPY … TO stdout needs psql"]),
    Case("BEGIN;\n\(change)COMMIT;", ["f.sql:1: BEGIN:", "one transaction"]),
    Case("\(change)COMMIT;\nSELECT 1 / 0", ["f.sql:3: COMMIT:"]),
    Case("\(change)/* x */ rollback", ["f.sql:3: ROLLBACK:"]),
    Case([0x61, 0x0A, 0xE9], ["f.sql:2: not UTF-8 text"]),
    Case([0xFF, 0xFE, 0x61, 0x00], ["f.sql:1: not UTF-8 text"]),
    Case([0x61, 0x00], ["f.sql:1: a NUL character"]),
  ]

  @Test func `a statement that fails leaves the database unchanged`() async throws {
    try await expectNothingChanged(by: Self.failing, also: ["nothing was changed in postgres@"])
  }

  @Test func `what is not plain SQL is refused by name`() async throws {
    try await expectNothingChanged(by: Self.refused, also: ["nothing was sent"])
  }

  private func expectNothingChanged(by cases: [Case], also words: [String]) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        for given in cases {
          _ = try world.file("f.sql", given.sql)
          for (tool, option) in Self.tools {
            let run = try await world.run(tool, [option, "f.sql", "--quiet"])
            run.expectFailure(naming: given.words + words, lines: given.lines)
          }
        }
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test(arguments: ["no-such-file.sql", ".", ""])
  func `a file that cannot be read is named`(path: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        for (tool, option) in Self.tools {
          try await world.run(tool, [option, path, "--quiet"]).expectFailure(naming: [path])
        }
      }
    }
  }

  @Test func `a file without read permission is named`() async throws {
    try await withWorld { world in
      let path = try world.file("secret.sql", "SELECT 1")
      try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
      for (tool, option) in Self.tools {
        try await world.runUnprivileged(tool, [option, path])
          .expectFailure(naming: [path, "ermission denied"])
      }
    }
  }

  @Test(arguments: ["", "-- nothing\n", ";;\n"])
  func `a file without statements succeeds with a warning`(sql: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        let path = try world.file("empty.sql", sql)
        for (tool, option) in Self.tools {
          let run = try await world.run(tool, [option, path, "--quiet"])
          #expect(run.status == 0 && run.stdout == "", "\(run)")
          #expect(run.stderr == "warning: \(path) holds no SQL statement\n")
        }
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test func `a seed without tables names the tool that creates them`() async throws {
    try await withWorld { world in
      try await world.withDatabase(isEmpty: true) { world, _ in
        let run = try await world.run("db-seed", ["--quiet"])
        run.expectFailure(naming: ["fixtures/seed.sql:2:", "42P01", ":\n  db-schema-load"], lines: 4)
      }
    }
  }

  @Test func `Ctrl-C in the middle of a file rolls it back`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        let arrived = world.flag("arrived")
        let path = try world.file("slow.sql", "\(Self.change)SELECT pg_sleep(3600);\nSELECT 1")
        async let run = world.runOnTerminal(
          "db-seed",
          ["--seed", path],
          steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
        )
        let asleep =
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
        while try await database.rows(asleep).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        arrived.raise()
        let ended = try await run
        #expect(ended.status == 130 && ended.isPrompt, "\(ended)")
        #expect(
          ended.output.contains("interrupted: ") && ended.output.contains("nothing was changed"),
          "\(ended)"
        )
        #expect(try await database.dump() == before)
      }
    }
  }
}
