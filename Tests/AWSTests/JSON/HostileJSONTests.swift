import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Whatever the bytes, the parser returns a document or an error, quickly, and does not crash.
@Suite struct HostileJSONTests {
  private static let document =
    #"{"a":[1.5e-3,true,false,null,"x\u00e9\\\"\ud83d\ude42"],"b":{"c":{}},"d":"é🙂","e":-0}"#

  @Test func `a document cut off at any byte is refused`() throws {
    let bytes = Array(Self.document.utf8)
    _ = try JSONValue(parsing: bytes)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self, "cut at \(length)") { try JSONValue(parsing: Array(bytes[..<length])) }
    }
  }

  @Test(arguments: [
    ("[", 100_000), (#"{"a":"#, 100_000), (#"[{"a":"#, 100_000), ("[", 101),
  ])
  func `nesting beyond 100 levels is refused`(opening: String, depth: Int) {
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: Array(String(repeating: opening, count: depth)))
    }
  }

  @Test func `nesting of 99 levels is read, of 101 it is refused although it is closed`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
    }
    var value = try JSONValue(parsing: nested(99))
    var depth = 1
    while let inner = value.array?.first {
      value = inner
      depth += 1
    }
    #expect(depth == 99)
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(101)) }
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
      [0xF0, 0x82, 0x82, 0xAC],
    ] as [[UInt8]]
  )
  func `what is not UTF-8 is refused`(invalid: [UInt8]) {
    #expect(throws: JSONError(offset: 0, expected: "UTF-8")) {
      try JSONValue(parsing: Array("\"") + invalid + Array("\""))
    }
  }

  @Test(arguments: 0..<UInt8(0x20))
  func `a control character in a string is refused`(byte: UInt8) {
    for padding in 0..<9 {
      let text = Array("\"" + String(repeating: "x", count: padding)) + [byte] + Array("xxxxxxxx\"")
      #expect(throws: JSONError(offset: padding + 1, expected: "no control character in a string")) {
        try JSONValue(parsing: text)
      }
    }
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "\"", ",", ":", "nul", "nulL", "tru", "TRUE", "None", "'a'", "{a:1}",
    "{'a':1}",
    #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":1 "b":2}"#, #"{1:2}"#, #"{"a"::1}"#, "[1,]",
    "[,1]",
    "[1 2]", "[1}", #"{"a":1]"#, #""\x""#, #""\u12""#, #""\u12g4""#, #""\u""#, #""\"#, "//\n1", "/**/1",
    "1 2",
    "{}{}", "[]]", "null,", "\u{FEFF}{}", "\0", "{}\0", "\u{A0}1", "\u{B}1",
  ])
  func `anything but a document is refused`(text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text)) }
  }

  @Test(arguments: [
    ("{}x", 2, "the end of the document"), (#"{"a" 1}"#, 5, "':'"), ("[1 2]", 3, "']'"),
    ("[x]", 1, "a value"), ("[-]", 1, "a number"),
    (#"{"a":1,}"#, 7, "a string"), (#""\x""#, 1, "an escape"), (#""\u00""#, 1, #"four hex digits after \u"#),
  ])
  func `an error says where and what was expected`(text: String, offset: Int, expected: String) throws {
    let error = try #require(#expect(throws: JSONError.self) { try JSONValue(parsing: Array(text)) })
    #expect(error == JSONError(offset: offset, expected: expected))
    #expect(error.description == "not JSON: expected \(expected) at byte \(offset)")
  }

  @Test func `a document with a byte changed is read or refused, and what is read is written as JSON`() throws
  {
    var random = SeededGenerator(seed: 1)
    let document = Array(Self.document.utf8)
    for _ in 0..<20_000 {
      var bytes = document
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      guard let tree = try? JSONValue(parsing: bytes) else { continue }
      #expect(try JSONValue(parsing: tree.encoded()) == tree)
    }
  }
}
