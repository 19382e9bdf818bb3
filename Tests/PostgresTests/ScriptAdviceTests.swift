import Fixtures
import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// The next step when the server refuses a statement.
@Suite(.needsPostgreSQL, .inTurn) struct ScriptAdviceTests {
  /// Applies a file that fails. All its statements are rolled back, so it needs no database of its own.
  private func error(_ statement: String, after others: String = "") throws -> ToolError {
    let sql = others.isEmpty ? statement : "\(others);\n\(statement)"
    let script = try SQLScript(name: "f.sql", bytes: Array(sql.utf8))
    let connection = try TestDatabase.connectToServer()
    return try postgresError { _ = try connection.apply(script) }
  }

  @Test(
    arguments: [
      (
        "create table t ()",
        "To keep the one that is there write CREATE TABLE IF NOT EXISTS; to replace it, and lose its rows, put DROP TABLE IF EXISTS before it"
      ),
      ("create unlogged table t ()", "write CREATE UNLOGGED TABLE IF NOT EXISTS"),
      ("create table t as select 1", "CREATE TABLE IF NOT EXISTS"),
      ("create index i on u (n)", "CREATE INDEX IF NOT EXISTS"),
      ("create unique index i on u (n)", "put DROP INDEX IF EXISTS before it"),
      ("create schema s", "CREATE SCHEMA IF NOT EXISTS"),
      ("create sequence q", "CREATE SEQUENCE IF NOT EXISTS"),
      ("create extension plpgsql", "CREATE EXTENSION IF NOT EXISTS"),
      ("create view v as select 1", "CREATE OR REPLACE VIEW"),
      ("create materialized view m as select 1", "CREATE MATERIALIZED VIEW IF NOT EXISTS"),
      ("create function f() returns int language sql as 'select 1'", "CREATE OR REPLACE FUNCTION"),
      (
        "create type e as enum ('a')",
        "take the statement out; to replace it put DROP TYPE IF EXISTS before it"
      ),
      ("create unique index i on u (n)", "write CREATE UNIQUE INDEX IF NOT EXISTS"),
      ("create user postgres", "take the statement out"),
      ("create role \"postgres\"", "take the statement out; to replace it put DROP ROLE IF EXISTS before it"),
      ("alter table u add column n int", "ADD COLUMN IF NOT EXISTS"),
      ("alter table u add constraint c check (n > 0)", "put DROP … IF EXISTS before ADD"),
      ("create table w (n int, n int)", nil),
      ("create table if not exists w (n int constraint c unique, m int constraint c unique)", nil),
    ] as [(String, String?)]
  )
  func `for an existing object the next step is to keep it`(statement: String, advice: String?) throws {
    let there = """
      create table t (); create table u (n int constraint c check (n > 0)); create index i on u (n); create schema s;
      create sequence q; create view v as select 1; create materialized view m as select 1;
      create function f() returns int language sql as 'select 1'; create type e as enum ('a')
      """
    let error = try error(statement, after: there)
    if let advice {
      #expect(error.hint?.contains(advice) == true, "\(error)")
      #expect(error.hint?.hasPrefix("To ") == true)
    } else {
      #expect(error.hint == nil, "\(error)")
    }
  }

  @Test(
    arguments: [
      ("grant rds_superuser to postgres", "rds_superuser"), ("alter table t owner to rdsadmin", "rdsadmin"),
      ("alter table t\n  owner to \"rdsadmin\"", "rdsadmin"),
      ("grant all on t to postgres, rds_iam", "rds_iam"),
      ("create schema authorization rdsadmin", "rdsadmin"), ("set role rds_superuser", "rds_superuser"),
      ("revoke all on t from rdsadmin", "rdsadmin"), ("alter table t owner to rds_nobody", nil),
      ("alter table t owner to nobody_here /* rdsadmin */", nil),
    ] as [(String, String?)]
  )
  func `a role that only RDS has is named`(statement: String, role: String?) throws {
    let error = try error(statement, after: "create table t ()")
    #expect(["42704", "22023"].contains(error.sqlState?.rawValue), "\(error)")
    let advice = role.map {
      "\($0) is a role of Amazon RDS, which other servers lack: take the statement out, "
    }
    #expect(error.hint == advice.map { "\($0)or make the dump with pg_dump --no-owner --no-privileges" })
  }

  @Test func `the error about a sub-select that finds no user says so`() throws {
    let schema = String(decoding: Fixtures.schema, as: UTF8.self)
    let seed =
      "insert into activities (message, user_uuid) values ('a', (select uuid from users where handle = 'b'))"
    #expect(
      try error(seed, after: schema).hint
        == "The sub-select found no user for user_uuid: is its handle among those of public.users?"
    )
    #expect(try error("insert into activities (message) values ('a')", after: schema).hint == nil)
    #expect(try error("insert into users (handle) select 'a'", after: schema).hint == nil)
  }

  @Test(
    arguments: [
      ("select :'name'", ":'name'"), ("select * from :\"table\"", ":\"table\""),
      ("select *\nfrom t limit :n1;", ":n1"),
      ("select 1 where 'é' = :é", ":é"), ("insert into t values (:a, :b)", ":a"),
      ("select a[:n]", nil), ("select 1 : 2", nil), ("select 1::", nil), ("select :'name", nil),
      ("select 1 :", nil),
      ("select ':a' from", nil),
    ] as [(String, String?)]
  )
  func `a variable of psql is named`(statement: String, variable: String?) throws {
    let hint = try error(statement).hint
    guard let variable else {
      #expect(hint == nil)
      return
    }
    let name = variable.filter { !":'\"".contains($0) }
    #expect(
      hint
        == "\(variable) is a variable of psql: write its value there, or apply the file with psql -v \(name)=…"
    )
  }

  @Test(
    arguments: [
      ("select 1; /* a /* b */", "Comments nest"), ("select 1 /* a", "Comments nest"),
      ("do $$ begin end $ $; select 1", "A dollar quote ends as it begins"),
      (
        "create function f() returns int language sql as $body$ select 1 $Body$;",
        "A dollar quote ends as it begins"
      ),
      ("select 'a", nil),
    ] as [(String, String?)]
  )
  func `for an unclosed quote or comment the next step shows its end`(file: String, advice: String?) throws {
    let error = try error(file)
    #expect(error.sqlState == .syntaxError && error.message.contains("unterminated"), "\(error)")
    #expect(error.hint?.prefix(advice?.count ?? 0) == advice?[...])
  }

  @Test func `an unterminated comment is named by the statement that it follows`() throws {
    let target = "nothing was changed in postgres@"
    for (file, place) in [
      (
        "/* a",
        "f.sql:1: ERROR:  unterminated /* comment at or near \"/* a\"\na comment at the beginning, SQLSTATE 42601; "
      ),
      (
        "select 1;\n\n/* a",
        "f.sql:3: ERROR:  unterminated /* comment at or near \"/* a\"\na comment after statement 1 of 1, SQLSTATE 42601; "
      ),
    ] {
      let error = try error(file)
      #expect(error.message.hasPrefix(place + target), "\(error)")
    }
  }

  @Test(arguments: ["/*", "'", "$$", "\""])
  func `the error about an unclosed quote or comment does not repeat the rest of the file`(open: String)
    throws
  {
    let rest = String(repeating: "insert into t values (1);\n", count: 10_000)
    let error = try error("select 1;\n\(open) secret\n\(rest)")
    #expect(
      error.message.hasPrefix("f.sql:2: ERROR:  unterminated ") && error.message.utf8.count < 400,
      "\(error)"
    )
  }
}
