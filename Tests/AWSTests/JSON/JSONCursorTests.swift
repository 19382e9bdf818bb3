import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct JSONCursorTests {
  /// The bytes that a value takes up, as the cursor passes it.
  private func passed(_ text: String) throws -> String {
    let bytes = Array(text)
    var cursor = JSONCursor(bytes.span)
    _ = cursor.peek()
    let start = cursor.position
    try cursor.skipValue()
    return cursor.text(start..<cursor.position)
  }

  @Test(arguments: [
    (#"{"a":[1,"]}"]} , 2"#, #"{"a":[1,"]}"]}"#), (#" "a\"b" 1"#, #""a\"b""#), ("12.5,3", "12.5"),
    ("true]", "true"),
    (#"[["\\"],[]]]"#, #"[["\\"],[]]"#), ("null", "null"), ("false", "false"), ("{}", "{}"),
  ])
  func `a value is passed whole, brackets within strings not counted`(text: String, value: String) throws {
    #expect(try passed(text) == value)
  }

  @Test(arguments: ["[", "{", "[[]", #"["a]"#, #"["a\"]"#, "", "x", "tru", #"["\x"]"#])
  func `a value that does not end is an error`(text: String) {
    #expect(throws: JSONError.self) { try passed(text) }
  }

  @Test func `a value of 100,000 levels is passed without recursion`() throws {
    let depth = 100_000
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try passed(text).utf8.count == 2 * depth)
  }

  /// Text is passed eight bytes at a time: each place within and around the eight is tried.
  @Test(arguments: 0..<20)
  func `a quote is found wherever it stands`(length: Int) throws {
    for filler in ["x", "!", "#", "[", "]", "\u{7F}", " "] {
      let text = String(repeating: filler, count: length)
      #expect(try passed("\"\(text)\"\"\"\"") == "\"\(text)\"")
    }
  }

  @Test(arguments: 0..<20)
  func `an escape is found wherever it stands`(length: Int) throws {
    for escape in [#"\""#, #"\\"#, #"\u0022"#, #"\/"#] {
      let text = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length) + escape
      #expect(try passed("\"\(text)\"z") == "\"\(text)\"")
    }
  }
}
