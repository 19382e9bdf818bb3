import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct JSONWriterTests {
  struct Dumped: Decodable, Sendable {
    let input: String
    let script: String
    let awsCLI: String
    let compact: String
  }

  @Test func `each style writes what Python's json module writes, byte for byte`() throws {
    let cases: [Dumped] = try Vectors.load("json-dumps", count: 92)
    for row in cases {
      let tree = try JSONValue(parsing: Array(row.input))
      #expect(tree.encoded(.week5) == Array(row.script), "\(row.input)")
      #expect(tree.encoded(.awsCLI) == Array(row.awsCLI), "\(row.input)")
      #expect(tree.encoded(.compact) == Array(row.compact), "\(row.input)")
    }
  }

  @Test(arguments: [JSONStyle.week5, .awsCLI, .compact])
  func `what is written is read as the same tree`(style: JSONStyle) throws {
    let tree: JSONValue = [
      "": [[], [:], [[[1]]], .null, true, false], "é\u{2028}\u{7F}🙂\"\\/\0": "\u{1F}\r\n\t",
      "n": .number("1E-130"),
    ]
    let read = try JSONValue(parsing: tree.encoded(style))
    if style.sortsKeys {
      #expect(read.members?.map(\.name) == tree.members?.map(\.name).sorted())
    } else {
      #expect(read == tree)
    }
  }

  @Test func `a text is written as a JSON string, for documents that are put together by hand`() {
    var bytes: [UInt8] = []
    bytes.appendJSONString("a\"\\/\u{1}\u{7F}é🙂")
    #expect(bytes.text == "\"a\\\"\\\\/\\u0001\u{7F}é🙂\"")
    bytes = []
    bytes.appendJSONString("a\"\\/\u{1}\u{7F}é🙂", ascii: true)
    #expect(bytes.text == #""a\"\\/\u0001\u007f\u00e9\ud83d\ude42""#)
  }
}
