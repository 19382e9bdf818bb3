import Fixtures
import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct SQLScriptTests {
  @Test(arguments: [
    ("select 1;\n\\i other.sql\n", "f.sql:2: \\i is a command of psql"),
    ("\\connect cruddur", "f.sql:1: \\connect is a command"),
    ("select 1 \\gexec", "f.sql:1: \\gexec is a command"),
    ("\\", "f.sql:1: \\ is a command"),
    ("copy t from stdin;\n1\t2\n\\.\n", "f.sql:1: COPY … FROM stdin needs psql"),
    ("select 1;\ncopy t (a, b)\n from /* x */ STDIN with csv;", "f.sql:3: COPY … FROM stdin needs psql"),
    ("copy (select 1) to stdout", "f.sql:1: COPY … TO stdout needs psql"),
    ("begin; select 1;", "f.sql:1: BEGIN: the file is one transaction already"),
    ("select 1;\n\ncommit", "f.sql:3: COMMIT:"),
    ("Start Transaction;", "f.sql:1: START TRANSACTION:"),
    ("/* */ rollback;", "f.sql:1: ROLLBACK:"),
    ("abort;", "f.sql:1: ABORT:"),
    ("commit and chain;", "f.sql:1: COMMIT:"),
    ("rollback prepared 'x';", "f.sql:1: ROLLBACK:"),
    ("create function begin() returns int return 1; commit;", "f.sql:1: COMMIT:"),
    ("end;", "f.sql:1: END:"),
    ("prepare transaction 'x';", "f.sql:1: PREPARE TRANSACTION:"),
    ("commit; \\i x", "f.sql:1: COMMIT:"),
    ("select '\0';", "f.sql:1: a NUL character"),
  ])
  func `what is not plain SQL is refused by name and line`(sql: String, message: String) throws {
    let error = try postgresError { _ = try SQLScript(name: "f.sql", bytes: Array(sql.utf8)) }
    #expect(error.code == .script)
    #expect(error.message.hasPrefix(message), "\(error)")
    #expect(error.message.hasSuffix("nothing was sent"))
  }

  @Test(arguments: [
    "select '\\i', \"\\i\", $$\n\\i\n$$ -- \\i\n/* \\i */",
    "copy t from '/stdin'; copy (select stdin from t) to '/x'; select * from stdin; copy t from program 'stdin'",
    "copy t (\"from\") from 'x' (format csv)",
    "create function f() returns void language sql begin atomic select 1; end;",
    "do $$ begin commit; end $$",
    "savepoint s; rollback to s; rollback work to savepoint s; release s",
    "select 1 as begin; prepare p as select 1; alter table t rename a to commit",
  ])
  func `what only looks like it is not`(sql: String) throws {
    #expect(throws: Never.self) { try SQLScript(name: "f.sql", bytes: Array(sql.utf8)) }
  }

  @Test(
    arguments: [
      ([0xFF], 1),
      (Array("a;\nb '\u{E9}';\nc".utf8) + [0x0A, 0xE9, 0x20], 4),
      (Array("a\nb".utf8) + [0xC3], 2),
      ([0xFF, 0xFE, 0x61, 0x00], 1),
    ] as [([UInt8], Int)]
  )
  func `text that is not UTF-8 is refused by line`(bytes: [UInt8], line: Int) throws {
    let error = try postgresError { _ = try SQLScript(name: "f.sql", bytes: bytes) }
    #expect(error.message == "f.sql:\(line): not UTF-8 text; nothing was sent")
  }

  @Test func `a byte order mark is no part of the SQL`() throws {
    let script = try SQLScript(name: "f.sql", bytes: [0xEF, 0xBB, 0xBF] + Array("select 1".utf8))
    let statements = try script.statements(standardConformingStrings: true)
    #expect(statements == [SQLStatement(offset: 0, line: 1, end: 8, words: ["SELECT"])])
  }

  @Test func `a position counts characters, an offset bytes`() throws {
    let script = try SQLScript(name: "f.sql", bytes: Array("a;\né🙂\nx; b".utf8))
    let statement = try script.statements(standardConformingStrings: true)[1]
    let offsets = (1...6).map { script.offset(ofPosition: $0, in: statement) }
    #expect(offsets == [3, 5, 9, 10, 11, 11])
    #expect(offsets.map(script.line(at:)) == [2, 2, 2, 3, 3, 3])
    #expect(script.text(of: statement) == "é🙂\nx")
  }

  @Test func `the built-in files are plain SQL`() throws {
    for (bytes, count) in [(Fixtures.schema, 5), (Fixtures.seed, 2)] {
      let script = try SQLScript(name: "built in", bytes: bytes)
      #expect(try script.statements(standardConformingStrings: true).count == count)
    }
  }
}
