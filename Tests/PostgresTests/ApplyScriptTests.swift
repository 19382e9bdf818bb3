import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite(.needsPostgreSQL, .inTurn) struct ApplyScriptTests {
  private func script(_ sql: String) throws -> SQLScript {
    try SQLScript(name: "f.sql", bytes: Array(sql.utf8))
  }

  @Test func `each statement answers with its tag`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let tags = try connection.apply(
        script("\u{FEFF}create table t (a int);; insert into t values (1), (2);\nselect * from t;\n-- end")
      )
      #expect(tags == ["CREATE TABLE", "INSERT 0 2", "SELECT 2"])
      #expect(try connection.apply(script(" ; -- nothing\n")).isEmpty)
    }
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let sql: String
    let message: String
    var testDescription: String { sql }
  }

  @Test(arguments: [
    Failure(
      sql:
        "create table t (a int primary key);\ninsert into t values (1);\n\n\ninsert into t\nvalues (1);\nselect 1",
      message: """
        f.sql:5: ERROR:  duplicate key value violates unique constraint "t_pkey"
        DETAIL:  Key (a)=(1) already exists.
        statement 3 of 4, SQLSTATE 23505; nothing was changed in
        """
    ),
    Failure(
      sql: "create table t (name text);\nselect '🙂é',\n  nam from t",
      message: """
        f.sql:3: ERROR:  column "nam" does not exist
        HINT:  Perhaps you meant to reference the column "t.name".
        statement 2 of 2, SQLSTATE 42703; nothing was changed in
        """
    ),
    Failure(
      sql: "create table t (a int);\nselect 1;\nselct 1;\nselect 2",
      message: "f.sql:3: ERROR:  syntax error at or near \"selct\"\nstatement 3 of 4, SQLSTATE 42601; nothing"
    ),
    Failure(
      sql: "create table t (a int);\ndo $$ begin perform 1 / 0; end $$",
      message: """
        f.sql:2: ERROR:  division by zero
        CONTEXT:  SQL statement "SELECT 1 / 0"
        PL/pgSQL function inline_code_block line 1 at PERFORM
        statement 2 of 2, SQLSTATE 22012; nothing was changed in
        """
    ),
    Failure(
      sql: "create table t (a int primary key deferrable initially deferred);\ninsert into t values (1), (1)",
      message: """
        f.sql: ERROR:  duplicate key value violates unique constraint "t_pkey"
        DETAIL:  Key (a)=(1) already exists.
        at the end, after 2 statements, SQLSTATE 23505; nothing was changed in
        """
    ),
    Failure(
      sql: "create table t (a int);\nvacuum t",
      message:
        "f.sql:2: ERROR:  VACUUM cannot run inside a transaction block\nstatement 2 of 2, SQLSTATE 25001"
    ),
    Failure(sql: "create table t (a int);\nselect 'unfinished;\n", message: "f.sql:2: ERROR:  unterminated"),
    Failure(
      sql: "create table t (a int);\nsavepoint s;\nselect 1 / 0",
      message: "f.sql:3: ERROR:  division by zero\nstatement 3 of 3, SQLSTATE 22012; nothing was changed in"
    ),
    Failure(
      sql: "do $$ begin create table t (a int); commit; perform 1 / 0; end $$",
      message: """
        f.sql:1: ERROR:  invalid transaction termination
        CONTEXT:  PL/pgSQL function inline_code_block line 1 at COMMIT
        statement 1 of 1, SQLSTATE 2D000; nothing was changed in
        """
    ),
    Failure(
      sql: """
        create procedure p() language plpgsql as 'begin create table t (a int); commit; perform 1 / 0; end';
        call p()
        """,
      message:
        "f.sql:2: ERROR:  invalid transaction termination\nCONTEXT:  PL/pgSQL function p() line 1 at COMMIT"
    ),
    // The splitter does not see this COMMIT: it takes `case`, here an alias, for a CASE that `end` closes.
    Failure(
      sql: """
        create table t (a int);
        create function f() returns int begin atomic select 1 case; end; commit; select 1 / 0
        """,
      message: "f.sql:2: ERROR:  cannot insert multiple commands into a prepared statement"
    ),
    Failure(
      sql: "create table t (a int);\nselect pg_terminate_backend(pg_backend_pid())",
      message:
        "f.sql:2: FATAL:  terminating connection due to administrator command\nstatement 2 of 2, SQLSTATE 57P01"
    ),
  ])
  func `an error names its place, and the whole file is rolled back`(failure: Failure) throws {
    try withDatabase { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try connection.apply(script(failure.sql)) }
      #expect(error.message.hasPrefix(failure.message), "\(error)")
      let other = try database.connect()
      #expect(try other.query("SELECT to_regclass('t') AS t", to: "look").first?["t"] == nil)
    }
  }

  @Test func `the error about a COMMIT inside a statement says how to run it`() throws {
    let connection = try TestDatabase.connectToServer()
    let error = try postgresError { _ = try connection.apply(script("do $$ begin commit; end $$")) }
    #expect(error.hint == "The file is one transaction. Run this statement by itself, with psql")
    #expect(try connection.query("SELECT 1 AS one", to: "go on").first?["one"] == "1")
  }

  @Test func `savepoints are allowed`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let tags = try connection.apply(
        script("create table t (a int); savepoint s; drop table t; rollback to savepoint s; release s")
      )
      #expect(tags == ["CREATE TABLE", "SAVEPOINT", "DROP TABLE", "ROLLBACK", "RELEASE"])
      #expect(try database.connect().query("SELECT FROM t", to: "look").isEmpty)
    }
  }

  @Test func `a connection that ends at the end says that the file may have been applied`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let error = try postgresError {
        _ = try connection.apply(
          script(
            """
            create table t (a int);
            create function f() returns trigger language plpgsql as
              'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
            create constraint trigger c after insert on t deferrable initially deferred
              for each row execute function f();
            insert into t values (1)
            """
          )
        )
      }
      #expect(error.message.contains("f.sql: FATAL:"), "\(error)")
      #expect(
        error.message.contains("at the end, after 4 statements, SQLSTATE 57P01; all or nothing was changed")
      )
      #expect(error.hint == "Look there before you run it again")
    }
  }

  @Test func `a lost connection rolls the file back`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let (script, server) = try (script("create table t (a int);\nselect 1"), database.connect())
      try server.query(
        """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """,
        to: "cut the connection"
      )
      #expect(throws: ToolError.self) { try connection.apply(script) }
      #expect(try server.query("SELECT to_regclass('t') AS t", to: "look").first?["t"] == nil)
    }
  }

  @Test func `nothing of a file is sent after the task is cancelled`() async throws {
    let work = blockingTask {
      let connection = try TestDatabase.connectToServer()
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      _ = try connection.apply(script("create table pg_temp.t (a int)"))
    }
    await #expect(throws: CancellationError.self) { try await work.value }
  }

  @Test(arguments: [false, true])
  func `an unexpected answer is not reported as a lost connection`(isCommit: Bool) throws {
    let script = try script("select 1")
    let pieces = try script.pieces(standardConformingStrings: true)
    let place = try isCommit ? ScriptFailure.Place.commit : .piece(#require(pieces.first))
    let server = ServerMessage(
      severity: "FATAL",
      sqlState: .protocolViolation,
      message: "unexpected answer PGRES_COPY_IN"
    )
    let failure = ScriptFailure(place: place, server: server)
    let error = try failure.error(in: script, pieces: pieces, target: .test(TestServer.url())) { _ in nil }
    #expect(error.message.contains("SQLSTATE 08P01") && !error.message.contains("lost"))
    #expect(error.message.contains(isCommit ? "all or nothing was changed" : "; nothing was changed"))
  }

  @Test func `an extension that the server lacks says what to install`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try connection.apply(script("create extension \"no such\"")) }
      #expect(error.hint?.contains("postgresql-contrib") == true)
    }
  }

  @Test func `a cancelled file is stopped and rolled back`() async throws {
    let name = TestDatabase.uniqueName("cancelled")
    let work = blockingTask {
      let connection = try TestDatabase.connectToServer()
      _ = try connection.apply(script("create table \"\(name)\" ();\nselect pg_sleep(600) /* \(name) */;"))
    }
    let observer = try TestDatabase.connectToServer()
    while try observer.sleepers(name) == 0 { await Task.yield() }
    work.cancel()
    let error = await #expect(throws: ToolError.self) { try await work.value }
    #expect(error?.sqlState == .queryCanceled)
    #expect(error?.message.contains("nothing was changed") == true)
  }

  @Test(arguments: [true, false])
  func `the server runs as many statements as the splitter finds`(standardConformingStrings: Bool) throws {
    let server = try TestDatabase.connectToServer()
    let setting = standardConformingStrings ? "on" : "off"
    try server.query("SELECT set_config('standard_conforming_strings', \(setting), false)", to: "set up")
    let texts = standardConformingStrings ? Self.hostile : [#"select 'a\';b', E'\';', $$\$$; select 2"#]
    for text in texts {
      let script = try script(text)
      let pieces = try script.pieces(standardConformingStrings: standardConformingStrings)
      #expect(try server.apply(script).count == pieces.count { $0.statement != nil }, "\(text)")
    }
  }

  /// Texts that PostgreSQL accepts.
  private static let hostile = [
    "select 1;;select 2; /* ; /* ; */ ; */ select 3 -- ;\n;",
    #"select 'a;b', 'it''s;', '\'; select E'\';', E'\\', e'''\';'; select 1"#,
    "select E'1' -- c;\n '\\';'; select 2; select 3",
    "select 'a' -- ;\n ';' ; select 2",
    #"select U&'\0061;', U&"\0061;" from (select 1 as "a;") t; select B'01', X'1F', N';'; select 2"#,
    "select 1 as \"a;\"\"b;\"; select 2 as \"\\\"",
    "select $$;$$, $x$;$$;$y$;$x$, $é$;$é$; select 1 as a$b$; select 2 as c$b$;",
    "select 1+--;\n1; select 2*/* ; */3; select 4 as é;",
    "select 1e5, .5, 1.; select 2; do $$ begin null; end; $$; select (1);",
    """
    create function pg_temp.f(n int) returns int begin atomic
      select case when n > 0 then 1 end; select 2;
    end; select pg_temp.f(1);
    """,
    """
    create temp table t (a int); create rule r as on delete to t do (select 1; select 2);
    drop table t
    """,
  ]
}

extension PostgresConnection {
  fileprivate func sleepers(_ mark: String) throws -> Int {
    try query(
      "SELECT 1 FROM pg_stat_activity WHERE position(\(mark)::text in query) > 0 AND wait_event = 'PgSleep'",
      to: "look"
    ).count
  }
}
