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
    (
      "select 1\n\\echo done\n;",
      "f.sql:2: \\echo is a command of psql, not SQL, and it is inside a statement"
    ),
    ("\\echo `date`", "f.sql:1: \\echo is a command of psql"),
    ("\\echo a \\! ls", "f.sql:1: \\! is a command of psql"),
    ("\\restrict key\nselect 1;\n\\i x", "f.sql:3: \\i is a command of psql"),
    ("select 1 $ 2", "f.sql:1: a $ by itself: the dollar quote is wrong"),
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
    "do language plpgsql $$ begin end $$; create function f() returns int language sql as U&'select 1'",
    "create procedure p() language sql begin atomic select 1 as a; end; create procedure q() as 'x', 'y'",
    "prepare p as select $1, a$b, $2$$a$$",
    "\\restrict key\n\\echo 'it''s' \\\\ select 1; \\qecho done\n\\unrestrict key\n",
  ])
  func `text that only looks like a psql command or a transaction is accepted`(sql: String) throws {
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

  /// The way these bodies are found in forums, and in files that went through a template.
  @Test(arguments: [
    ("$ $\n", "\n$ $ language plpgsql;", "f.sql:2: a $ by itself: the dollar quote is wrong"),
    ("$\n", "\n$ language plpgsql;", "f.sql:2: a $ by itself: the dollar quote is wrong"),
    ("$body $\n", "\n$body $ language plpgsql;", "f.sql:2: a $ by itself: the dollar quote is wrong"),
    ("$1$\n", "\n$1$ language plpgsql;", "f.sql:2: a $ by itself: the dollar quote is wrong"),
    ("", " language plpgsql;", "f.sql:1: the body of this function is not between quotes"),
  ])
  func `BEGIN in a wrongly quoted function body is not taken for the start of a transaction`(
    open: String,
    close: String,
    message: String
  )
    throws
  {
    for (head, body) in [
      ("create function f() returns trigger\nas ", "BEGIN new.a := 1; return new; END;"),
      (
        "create or replace function f() returns trigger\nas ",
        "declare n int; BEGIN new.a := 1; return new; END;"
      ),
      ("create procedure f() as\n", "BEGIN commit; END;"),
    ] {
      let sql = "\(head)\(open)\(body)\(close)"
      let error = try postgresError { _ = try SQLScript(name: "f.sql", bytes: Array(sql.utf8)) }
      #expect(error.message == "\(message); nothing was sent")
      #expect(error.hint?.hasSuffix("AS $$ … $$") == true)
    }
    let block = try postgresError {
      _ = try SQLScript(name: "f.sql", bytes: Array("do\n\(open) begin perform 1; end; \(close)".utf8))
    }
    #expect(block.message == "\(message); nothing was sent")
  }

  @Test func `a byte order mark is skipped`() throws {
    let script = try SQLScript(name: "f.sql", bytes: [0xEF, 0xBB, 0xBF] + Array("select 1".utf8))
    let pieces = try script.pieces(standardConformingStrings: true)
    let statement = SQLStatement(offset: 0, line: 1, words: ["SELECT"])
    #expect(pieces == [SQLPiece(content: .statement(statement), range: 0..<8)])
  }

  @Test func `a position counts characters, an offset bytes`() throws {
    let script = try SQLScript(name: "f.sql", bytes: Array("a;\né🙂\nx; b".utf8))
    let piece = try script.pieces(standardConformingStrings: true)[1]
    let offsets = (1...7).map { script.offset(ofPosition: $0, in: piece) }
    #expect(offsets == [2, 3, 5, 9, 10, 11, 12])
    #expect(offsets.map(script.line(at:)) == [1, 2, 2, 2, 3, 3, 3])
    #expect(script.text(of: piece) == "\né🙂\nx;")
  }

  @Test func `the built-in files are plain SQL`() throws {
    for (bytes, count) in [(Fixtures.schema, 5), (Fixtures.seed, 2)] {
      let script = try SQLScript(name: "built in", bytes: bytes)
      let pieces = try script.pieces(standardConformingStrings: true)
      #expect(pieces.count { $0.statement != nil } == count)
    }
  }
}
