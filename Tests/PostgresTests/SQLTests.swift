import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct SQLTests {
  @Test func `an interpolated value becomes a placeholder and a bind`() {
    let handle = "'; drop table users; --"
    let nothing: String? = nil
    let sql: SQL = "SELECT \(handle), \(nothing) WHERE a = ANY(\(["x"])::text[])"
    #expect(sql.text == "SELECT $1, $2 WHERE a = ANY($3::text[])")
    #expect(sql.binds == [handle, nil, #"{"x"}"#])
  }

  @Test func `the description hides the values`() {
    let sql: SQL = """
      SELECT uuid
        FROM users WHERE handle = \("secret")
      """
    #expect(sql.description == "SELECT uuid FROM users WHERE handle = $1 [$1 = ****]")
    #expect(SQL(stringLiteral: "BEGIN").description == "BEGIN")
  }

  @Test func `a quoted name is text, not a bind`() {
    let sql: SQL = "DROP DATABASE \(QuotedIdentifier(text: "\"a\"\"b\""))"
    #expect(sql.text == "DROP DATABASE \"a\"\"b\"")
    #expect(sql.binds.isEmpty)
  }

  @Test(arguments: [
    ([], "{}"),
    ([""], #"{""}"#),
    (["NULL", "null"], #"{"NULL","null"}"#),
    ([#"a"b"#, #"a\b"#, "a,b", "{a}", " a "], #"{"a\"b","a\\b","a,b","{a}"," a "}"#),
    (["'; --", "é", "🙂", "e\u{301}", "\r\n"], "{\"'; --\",\"é\",\"🙂\",\"e\u{301}\",\"\r\n\"}"),
    (["\"\u{301}"], "{\"\\\"\u{301}\"}"),
  ])
  func `an array literal quotes every element`(values: [String], literal: String) {
    #expect(arrayLiteral(values).unicodeScalars.elementsEqual(literal.unicodeScalars))
  }
}
