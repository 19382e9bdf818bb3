import Shared
import Testing

@testable import Postgres

@Suite(.needsPostgreSQL, .timeLimit(.minutes(1))) struct ApplyScriptTests {
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
      message: "f.sql:2: ERROR:  duplicate key value"
    ),
    Failure(
      sql: "create table t (a int);\nvacuum t",
      message:
        "f.sql:2: ERROR:  VACUUM cannot run inside a transaction block\nstatement 2 of 2, SQLSTATE 25001"
    ),
    Failure(sql: "create table t (a int);\nselect 'unfinished;\n", message: "f.sql:2: ERROR:  unterminated"),
    Failure(
      sql: "create table t (a int);\nsavepoint s",
      message: "f.sql:2: ERROR:  SAVEPOINT can only be used"
    ),
    Failure(
      sql: "create table t (a int);\nselect pg_terminate_backend(pg_backend_pid())",
      message:
        "f.sql:2: FATAL:  terminating connection due to administrator command\nstatement 2 of 2, SQLSTATE 57P01"
    ),
  ])
  func `an error names its place and undoes the whole file`(failure: Failure) throws {
    try withDatabase { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try connection.apply(script(failure.sql)) }
      #expect(error.message.hasPrefix(failure.message), "\(error)")
      let other = try database.connect()
      #expect(try other.query("SELECT to_regclass('t') AS t", to: "look").first?["t"] == nil)
    }
  }

  @Test func `an extension that the server lacks says what to install`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try connection.apply(script("create extension \"no such\"")) }
      #expect(error.hint?.contains("postgresql-contrib") == true)
    }
  }

  @Test func `a cancelled file is stopped and undone`() async throws {
    let name = TestDatabase.uniqueName("cancelled")
    let work = blockingTask {
      let connection = try TestDatabase.connectToServer()
      _ = try connection.apply(script("create table \"\(name)\" (a int);\nselect pg_sleep(600);"))
    }
    let observer = try TestDatabase.connectToServer()
    while try observer.sleepers(name) == 0 { await Task.yield() }
    work.cancel()
    let error = await #expect(throws: PostgresError.self) { try await work.value }
    #expect(error?.sqlState == .queryCanceled)
    #expect(error?.message.contains("nothing was changed") == true)
  }

  @Test(arguments: [true, false])
  func `the server counts the statements as we do`(standardConformingStrings: Bool) throws {
    let server = try TestDatabase.connectToServer()
    let setting = standardConformingStrings ? "on" : "off"
    try server.query("SELECT set_config('standard_conforming_strings', \(setting), false)", to: "set up")
    let texts = standardConformingStrings ? Self.hostile : [#"select 'a\';b', E'\';', $$\$$; select 2"#]
    for text in texts {
      let script = try script(text)
      let statements = try script.statements(standardConformingStrings: standardConformingStrings)
      #expect(try server.apply(script).count == statements.count, "\(text)")
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
