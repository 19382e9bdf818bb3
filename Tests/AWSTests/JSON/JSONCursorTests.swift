import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct JSONCursorTests {
  /// The text of the value that the cursor skips.
  private func skipped(_ text: String) throws -> String {
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
  func `a value is skipped whole, with the brackets in its strings`(text: String, value: String) throws {
    #expect(try skipped(text) == value)
  }

  @Test(arguments: ["[", "{", "[[]", #"["a]"#, #"["a\"]"#, "", "x", "tru", #"["\x"]"#])
  func `a value that does not end is an error`(text: String) {
    #expect(throws: JSONError.self) { try skipped(text) }
  }

  @Test func `a value of 100,000 levels is skipped without recursion`() throws {
    let depth = 100_000
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try skipped(text).utf8.count == 2 * depth)
  }

  /// Strings are searched eight bytes at a time, so the quote is tried at each place of such a group.
  @Test(arguments: 0..<20)
  func `a quote is found wherever it stands`(length: Int) throws {
    for filler in ["x", "!", "#", "[", "]", "\u{7F}", " "] {
      let text = String(repeating: filler, count: length)
      #expect(try skipped("\"\(text)\"\"\"\"") == "\"\(text)\"")
    }
  }

  @Test(arguments: 0..<20)
  func `an escape is found wherever it stands`(length: Int) throws {
    for escape in [#"\""#, #"\\"#, #"\u0022"#, #"\/"#] {
      let text = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length) + escape
      #expect(try skipped("\"\(text)\"z") == "\"\(text)\"")
    }
  }
}
