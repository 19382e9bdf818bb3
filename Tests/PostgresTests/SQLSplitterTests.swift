import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct SQLSplitterTests {
  /// Each statement as `LINE: FIRST WORDS`.
  private func split(_ sql: String, standardConformingStrings: Bool = true) -> [String] {
    let splitter = SQLSplitter(Array(sql.utf8), standardConformingStrings: standardConformingStrings)
    return splitter.pieces.compactMap(\.statement).map { "\($0.line): \($0.words.joined(separator: " "))" }
  }

  @Test(
    arguments: [
      ("", []),
      (" \n;;\n;", []),
      ("-- only; a comment", []),
      ("/* a /* nested; */ ; */", []),
      ("select 1", ["1: SELECT"]),
      ("select 1; ;; select 2;", ["1: SELECT", "1: SELECT"]),
      ("\n-- c\n\n/* d\n*/ insert\n into t;\n\ndrop table t", ["5: INSERT INTO T", "8: DROP TABLE T"]),
      ("a\r\n;\r\nb", ["1: A", "3: B"]),
      ("select 1 -- ; '\n; b", ["1: SELECT", "2: B"]),
      ("select 1 --\r; b", ["1: SELECT", "1: B"]),
      ("a+--;\n1;b", ["1: A", "2: B"]),
      ("a */* ; */ b; c", ["1: A B", "1: C"]),
      ("a /* unfinished ;", ["1: A"]),
      ("a /*/ ; */; b", ["1: A", "1: B"]),
    ] as [(String, [String])]
  )
  func `comments and blanks end no statement`(sql: String, expected: [String]) {
    #expect(split(sql) == expected)
  }

  @Test(
    arguments: [
      ("a; /* x /* y */ b;", ["a;", " /* x /* y */ b;"], .comment),
      ("-- c\na; -- d\n;\n b -- e", ["-- c\na;", " -- d\n;\n b -- e"], nil),
      ("a;\n-- c\n", ["a;", "\n-- c\n"], nil),
      ("/* b;", ["/* b;"], .comment),
      (";;", [";;"], nil),
      ("", [], nil),
      ("a $$;", ["a $$;"], .dollarQuote),
      ("-- c\n\\echo b\na;", ["-- c\n", "\\echo b", "\na;"], nil),
      ("\\echo a \\\\ a; \\qecho b", ["\\echo a \\\\", " a;", " ", "\\qecho b"], nil),
      ("/* \\echo a\n", ["/* \\echo a\n"], .comment),
    ] as [(String, [String], SQLToken.Unclosed?)]
  )
  func `the pieces are the whole text, comments included`(
    sql: String,
    expected: [String],
    unclosed: SQLToken.Unclosed?
  ) {
    let bytes = Array(sql.utf8)
    let pieces = SQLSplitter(bytes).pieces
    #expect(pieces.map { String(decoding: bytes[$0.range], as: UTF8.self) } == expected)
    #expect(pieces.last?.unclosed == unclosed)
  }

  @Test(
    arguments: [
      ("a ';'; b", ["1: A", "1: B"]),
      ("a 'it''s;'; b", ["1: A", "1: B"]),
      (#"a '\'; b"#, ["1: A", "1: B"]),
      (#"a E'\';'; b"#, ["1: A", "1: B"]),
      (#"a e'\\'; b"#, ["1: A", "1: B"]),
      (#"a e'\\';'; b"#, ["1: A", "1: "]),
      (#"a foo_e'\'; b"#, ["1: A FOO_E", "1: B"]),
      (#"a U&'\0061;'; b"#, ["1: A U", "1: B"]),
      (#"a B'01;', X';', N';'; b"#, ["1: A", "1: B"]),
      ("a E'1' -- c\n '\\';'; b", ["1: A", "2: B"]),
      ("a E'1' '\\'; b", ["1: A", "1: B"]),
      ("a '1;\n2'; b", ["1: A", "2: B"]),
      ("a 'unfinished; b", ["1: A"]),
      ("a \";\"; b", ["1: A", "1: B"]),
      ("a \"x\"\";\"; b", ["1: A", "1: B"]),
      ("a \"\\\"; b", ["1: A", "1: B"]),
      ("a 'é;🙂'; é", ["1: A", "1: É"]),
    ] as [(String, [String])]
  )
  func `quotes hide what is inside`(sql: String, expected: [String]) {
    #expect(split(sql) == expected)
  }

  @Test(
    arguments: [
      ("a $$;$$; b", ["1: A", "1: B"]),
      ("a $x$;$$;$y$;$x$; b", ["1: A", "1: B"]),
      ("a $x$;$x;$x$; b", ["1: A", "1: B"]),
      ("a $é$;$é$; b", ["1: A", "1: B"]),
      ("a $1; b $2$; c $2; d", ["1: A", "1: B", "1: C", "1: D"]),
      ("a $; b", ["1: A", "1: B"]),
      ("a b$$; c $$;", ["1: A B$$", "1: C"]),
      ("a $X$;$x$;$X$; b", ["1: A", "1: B"]),
      ("a $$unfinished;", ["1: A"]),
      ("a $tag", ["1: A TAG"]),
    ] as [(String, [String])]
  )
  func `dollar quotes hide what is inside`(sql: String, expected: [String]) {
    #expect(split(sql) == expected)
  }

  @Test(
    arguments: [
      ("create rule r as on insert to t do (select 1; select 2); b", ["1: CREATE RULE R AS", "1: B"]),
      ("a )); b", ["1: A", "1: B"]),
      (
        """
        create or replace function f(n int) returns int begin atomic
          select case when n > 0 then 1 end; select 2;
        end;
        b
        """, ["1: CREATE OR REPLACE FUNCTION", "4: B"]
      ),
      ("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END; b", ["1: CREATE PROCEDURE P BEGIN", "1: B"]),
      ("create function f() returns int return 1; b", ["1: CREATE FUNCTION F RETURNS", "1: B"]),
      ("create table t (a int); b", ["1: CREATE TABLE T", "1: B"]),
    ] as [(String, [String])]
  )
  func `parentheses and the bodies of SQL functions hold semicolons`(sql: String, expected: [String]) {
    #expect(split(sql) == expected)
  }

  @Test func `a server without standard strings reads backslashes in plain ones`() {
    #expect(split(#"a '\';'; b"#, standardConformingStrings: false) == ["1: A", "1: B"])
    #expect(split(#"a n'\';'; b"#, standardConformingStrings: false) == ["1: A", "1: B"])
    #expect(split(#"a b'\'; b"#, standardConformingStrings: false) == ["1: A", "1: B"])
  }

  @Test(arguments: 0...255)
  func `a malformed text that ends anywhere is split without a crash`(length: Int) {
    let hostile = Array(
      (#"a 'é'' E'\' "x""; $t$ /*/* $$ */ -- ;"# + "\n\\x $1 ) ( begin end $t$ ; \u{FEFF}'").utf8
    )
    let cut = hostile.prefix(length % (hostile.count + 1))
    _ = SQLSplitter(Array(cut))
    _ = SQLSplitter(cut.reversed() + hostile, standardConformingStrings: false)
    _ = SQLSplitter(cut + [UInt8(length)] + hostile)
  }
}
