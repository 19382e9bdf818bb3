import Foundation
import TestSupport
import Testing

/// `.sql` files as others write them: pg_dump, and people who use psql.
@Suite(.needsStack, .serialized, .inTurn) struct SQLFileTests {
  /// The lines that pg_dump writes since 15.14 (CVE-2025-8714), whichever pg_dump is here.
  private static let marks = (
    head: "--\n-- PostgreSQL database dump\n--\n\n\\restrict Zk3Qw9\n\n", foot: "\n\\unrestrict Zk3Qw9\n\n"
  )

  @Test(arguments: [["--schema-only"], ["--inserts"], ["--column-inserts", "--no-owner", "--no-privileges"]])
  func `a dump by pg_dump can be loaded`(options: [String]) async throws {
    try await withWorld { world in
      try await world.withDatabase { _, original in
        try await original.psql(
          "-c",
          """
          CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n > 0 THEN 1 END; SELECT 2; END;
          CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.message := 'x;'; RETURN NEW; END $body$;
          CREATE TRIGGER t BEFORE UPDATE ON activities FOR EACH ROW EXECUTE FUNCTION g();
          CREATE VIEW v AS SELECT ';' AS "a;b"; COMMENT ON TABLE users IS E'it''s\\n/* -- ;\\n\\\\i x';
          INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES (E'a\\n-- \\\\; /*', '''', '$$', '\\N');
          """
        )
        let dump = try await world.run(
          program: "/usr/bin/env",
          ["pg_dump", "-w", "-d", original.url] + options
        )
        try #require(dump.status == 0, "\(dump)")
        let marked = Self.marks.head + dump.stdout.withoutMarks + Self.marks.foot
        for text in [dump.stdout, marked] {
          try await world.withDatabaseName("copy") { world, copy in
            try await copy.onServer("CREATE DATABASE \(copy.name) TEMPLATE template0")
            let path = try world.file("dump.sql", text)
            let run = try await world.run("db-schema-load", ["--schema", path])
            #expect(run.status == 0 && run.stdout.contains("CREATE TABLE\n"), "\(run)")
            let rest = options == ["--schema-only"] ? ["--schema-only"] : []
            #expect(try await copy.sorted(rest) == original.sorted(rest))
          }
        }
      }
    }
  }

  @Test func `echo prints what psql prints`() async throws {
    let lines = [
      #"\echo"#, #"\echo a   b\#tc "#, #"\qecho 'a   b' 'it''s'"#, #"\echo a'b c'd "a  b" :x :'x' :"x""#,
      #"\echo a -n"#,
      #"\echo 'a\nb' '\101\x42' '\q\\' '\303\251' é🙂"#, #"\echo a;b--c/*"#, #"\echo a \qecho b \echo '' c"#,
      #"\echo a\\ \echo b"#,
    ]
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let path = try world.file("echo.sql", lines.joined(separator: "\n") + "\n")
        let psql = try await world.run(
          program: "/usr/bin/env",
          ["psql", "-X", "-w", "-d", database.url, "-f", path]
        )
        try #require(psql.status == 0 && psql.stderr.isEmpty, "\(psql)")
        let run = try await world.run("db-seed", ["--seed", path])
        #expect(run.status == 0 && run.stdout.isEmpty, "\(run)")
        let end = "warning: \(path) holds no SQL statement\n\(psql.stdout)"
        #expect(run.stderr.hasSuffix(end), "\(run)\n\(psql)")
        let quiet = try await world.run("db-seed", ["--seed", path, "--quiet"])
        #expect(quiet.stderr == "warning: \(path) holds no SQL statement\n")
      }
    }
  }

  @Test func `what is echoed goes to stderr in its order, and stdout has the result alone`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let path = try world.file(
          "f.sql",
          "\\echo before\nDO $$ BEGIN RAISE NOTICE 'in it'; END $$;\n\\echo -n after\n-- c\nSELECT 1;"
        )
        let run = try await world.run("db-seed", ["--seed", path])
        #expect(run.status == 0 && run.stdout == "DO\nSELECT 1\n", "\(run)")
        #expect(run.stderr.hasSuffix("\nbefore\nNOTICE:  in it\nafter\n"), "\(run)")
      }
    }
  }
}

extension String {
  /// The dump without the lines `\restrict` and `\unrestrict`, which have another key in each dump.
  fileprivate var withoutMarks: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\\restrict ") && !$0.hasPrefix("\\unrestrict ") }.joined(separator: "\n")
  }
}

extension TestDatabase {
  /// The lines of a dump of the database, sorted, because the order of rows is not defined.
  fileprivate func sorted(_ options: [String]) async throws -> [Substring] {
    let run = try await world.run(
      program: "/usr/bin/env",
      ["pg_dump", "-w", "-d", url, "--inserts"] + options
    )
    try #require(run.status == 0, "\(run)")
    return run.stdout.withoutMarks.split(separator: "\n").sorted()
  }
}
