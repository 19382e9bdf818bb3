import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct JSONEscapeTests {
  /// What stands between the quotes of a string, written with few escapes.
  private func written(_ content: String) throws -> String {
    let bytes = Array("\"\(content)\"")
    var cursor = JSONCursor(bytes.span)
    let range = try cursor.string()
    var output: [UInt8] = []
    output.appendWithFewEscapes(range, of: bytes.span)
    return output.text
  }

  @Test(arguments: [
    (#"\u00e9"#, "é"), (#"\u00E9"#, "é"), (#"\u0041\u0062c"#, "Abc"), (#"\u65e5\u672c"#, "日本"),
    (#"\/\/a\/"#, "//a/"),
    (#"\ud83d\ude42"#, "🙂"), (#"x\uD83D\uDE42y"#, "x🙂y"), (#"\udbff\udfff"#, "\u{10FFFF}"),
    (#"\u00a0\u2028\uffff\ufeff"#, "\u{A0}\u{2028}\u{FFFF}\u{FEFF}"), (#"e\u0301"#, "e\u{301}"),
    (#"\u0020\u007e"#, " ~"),
  ])
  func `an escaped character is written as itself`(escaped: String, text: String) throws {
    #expect(Array(try written(escaped).utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    "", "plain é 🙂", #"\b\f\n\r\t"#, #"\"\\"#, #"\u0000"#, #"\u001f"#, #"\u001B[31m"#, #"\u007f"#,
    #"\u0080\u009b\u009F"#,
    #"\ud83d"#, #"\ude42"#, #"\ude42\ud83d"#, #"\ud83dx"#, #"\ud83d\n"#, #"\ud83d\\ude42"#, #"\uD83D\uD83D"#,
    #"\\u00e9"#, #"\\\\u00e9"#, #"\\x"#,
  ])
  func `control characters and halves of surrogate pairs stay escaped, and so does what looks like an escape`(
    content: String
  ) throws {
    #expect(try written(content) == content)
  }

  @Test(arguments: [
    (#"\u0022"#, #"\""#), (#"\u005c"#, #"\\"#), (#"\u005Cu00e9"#, #"\\u00e9"#), (#"\u005c\u0022"#, #"\\\""#),
    (#"\ud83d\u00e9"#, #"\ud83dé"#), (#"\ud83d\ud83d\ude42"#, #"\ud83d🙂"#), (#"\n\u00e9\n"#, #"\né\n"#),
    (#"\\\/"#, #"\\/"#), (#"\ud83d\u0022"#, #"\ud83d\""#),
  ])
  func `quotes and backslashes get their short escape, and the string stays one string`(
    content: String,
    expected: String
  ) throws {
    #expect(try written(content) == expected)
  }

  @Test func `every code unit has the same value after it is rewritten`() throws {
    for unit in 0..<0x1_0000 {
      let digits = String(unit, radix: 16)
      let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      let text = try written("a\(escape)b")
      let before = try #require(JSONValue(parsing: Array("\"a\(escape)b\"")).string)
      let after = try #require(JSONValue(parsing: Array("\"\(text)\"")).string)
      #expect(Array(after.utf8) == Array(before.utf8), "\(escape)")
      let isControl = unit < 0x20 || (0x7F...0x9F).contains(unit)
      let isKept = isControl || (0xD800...0xDFFF).contains(unit)
      #expect(text.contains("\\u") == isKept, "\(escape)")
    }
  }

  @Test(arguments: 0..<20)
  func `an escape is found wherever it stands`(length: Int) throws {
    let filler = String(repeating: "x", count: length)
    #expect(try written(#"\#(filler)\u00e9\#(filler)\/"#) == "\(filler)é\(filler)/")
  }
}
