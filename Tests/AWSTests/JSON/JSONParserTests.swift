import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct JSONParserTests {
  @Test(
    arguments: [
      ("null", .null), ("true", true), (" false ", false), ("{}", [:]), ("[]", []), ("\t\r\n [ ] ", []),
      (#"{"a":[1,{"b":null}],"c":"d"}"#, ["a": [1, ["b": .null]], "c": "d"]),
      (#"{ "a" : [ 1 , 2 ] }"#, ["a": [1, 2]]),
      (#"{"":""}"#, ["": ""]),
    ] as [(String, JSONValue)]
  )
  func `a document becomes a tree`(text: String, tree: JSONValue) throws {
    #expect(try JSONValue(parsing: Array(text)) == tree)
  }

  @Test func `members keep the order in which they were received`() throws {
    let members = try #require(JSONValue(parsing: Array(#"{"z":1,"a":2,"Z":3,"é":4}"#)).members)
    #expect(members.map(\.name) == ["z", "a", "Z", "é"])
  }

  @Test func `of two members of one name both are kept and the last one is found`() throws {
    let document = try JSONValue(parsing: Array(#"{"a":1,"b":2,"a":3}"#))
    #expect(document.members?.count == 3)
    #expect(document["a"] == 3)
    #expect(document["c"] == nil)
    #expect(JSONValue.array([1])["a"] == nil)
  }

  @Test(arguments: [
    "0", "-0", "1", "-1", "0.5", "1.0", "1.50", "1e5", "1E5", "1e+5", "1E-05", "-0.0e-0",
    "99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001",
    "1e999999", "9007199254740993",
  ])
  func `a number keeps its own digits`(digits: String) throws {
    #expect(try JSONValue(parsing: Array(digits)) == .number(digits))
    #expect(try JSONValue(parsing: Array("[\(digits) ]")) == .array([.number(digits)]))
    #expect(JSONValue.number(digits).text(.compact) == digits)
  }

  @Test(arguments: [
    "", "-", "+1", "01", "-01", "00", ".5", "1.", "1.e5", "1e", "1e+", "1E-", "0x1", "1_000", "1,0", "NaN",
    "Infinity", "-Infinity", "1.5.5", "1e5e5", "1e5.5", "- 1", "１",
  ])
  func `anything but a JSON number is refused`(text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array("[\(text)]0")) }
  }

  @Test(arguments: [
    (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u00E9""#, "Aéé"),
    (#""\u0000""#, "\0"), (#""\u2028\u007f""#, "\u{2028}\u{7F}"), (#""\ud83d\ude42""#, "🙂"),
    (#""\uD83D\uDE42é""#, "🙂é"), (#""\udbff\udfff""#, "\u{10FFFF}"), (#""é🙂\u0065\u0301""#, "é🙂e\u{301}"),
    (#""\\u0041""#, #"\u0041"#), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
  ])
  func `escapes are resolved, and what needs none stays`(text: String, value: String) throws {
    let parsed = try JSONValue(parsing: Array(text)).string
    #expect(parsed.map { Array($0.unicodeScalars) } == Array(value.unicodeScalars))
  }

  @Test(arguments: [
    (#""\ud83d""#, "\u{FFFD}"), (#""\ude42""#, "\u{FFFD}"), (#""\ude42\ud83d""#, "\u{FFFD}\u{FFFD}"),
    (#""a\ud83db""#, "a\u{FFFD}b"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\ud83d\ud83d\ude42""#, "\u{FFFD}🙂"),
  ])
  func `half of a surrogate pair becomes a replacement character`(text: String, value: String) throws {
    #expect(try JSONValue(parsing: Array(text)).string == value)
  }

  @Test func `numbers and texts are read by their types`() {
    #expect(JSONValue.number("7").integer == 7)
    #expect(JSONValue.number("7.0").integer == nil)
    #expect(JSONValue.number("99999999999999999999").integer == nil)
    #expect(JSONValue.number("0.5").double == 0.5)
    #expect(JSONValue.string("7").integer == nil)
    #expect(JSONValue.string("7").double == nil)
    #expect(JSONValue.number("7").string == nil)
    #expect(JSONValue.string("7").array == nil)
    #expect(JSONValue.array([]).members == nil)
  }
}
