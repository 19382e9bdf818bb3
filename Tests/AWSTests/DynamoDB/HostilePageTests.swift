import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Whatever bytes come in place of a page, they give correct lines or an error, never a crash or a wrong
/// line.
@Suite struct HostilePageTests {
  private static let items =
    #"[{"pk":{"S":"a\"\u00e9"},"n":{"N":"-1.5E+3"},"b":{"BOOL":true},"u":{"NULL":true},"#
    + #""l":{"L":[{"S":"é"},{"M":{"x":{"NS":["1","2"]}}}]}},{"pk":{"B":"AA=="},"s":{"SS":["a","b"]}}]"#
  private static let page =
    #"{"Items":\#(items),"Count":2,"ScannedCount":2,"LastEvaluatedKey":{"pk":{"S":"k"}}}"#

  /// The lines of a page as it comes over the wire.
  private func lines(_ bytes: [UInt8], form: ItemForm) throws(JSONError) -> [UInt8] {
    try ScanPage(bytes).lines(form)
  }

  @Test(arguments: [ItemForm.plain, .typed])
  func `a page cut off at any byte is refused`(form: ItemForm) throws {
    let bytes = Array(Self.page.utf8)
    #expect(try lines(bytes, form: form).count { $0 == UInt8(ascii: "\n") } == 2)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self, "cut at \(length)") { try lines(Array(bytes[..<length]), form: form) }
    }
  }

  @Test(arguments: [
    // Invalid types.
    #"[{"a":{"X":"x"}}]"#, #"[{"a":{"s":"x"}}]"#, #"[{"a":{"":"x"}}]"#, #"[{"a":{"SX":["x"]}}]"#,
    #"[{"a":{"LS":[]}}]"#,
    #"[{"a":{"BOO":true}}]"#, #"[{"a":{"BOOM":true}}]"#, #"[{"a":{"NULS":true}}]"#, #"[{"a":{"SSS":[]}}]"#,
    #"[{"a":{"\u0053":"x"}}]"#, #"[{"a":{}}]"#, #"[{"a":{"S":"x","N":"1"}}]"#, #"[{"a":{"S":"x"}"#,
    // Values that do not match their type.
    #"[{"a":{"S":1}}]"#, #"[{"a":{"S":null}}]"#, #"[{"a":{"S":["x"]}}]"#, #"[{"a":{"N":1}}]"#,
    #"[{"a":{"B":1}}]"#,
    #"[{"a":{"BOOL":"true"}}]"#, #"[{"a":{"BOOL":null}}]"#, #"[{"a":{"BOOL":truе}}]"#,
    #"[{"a":{"NULL":false}}]"#,
    #"[{"a":{"NULL":null}}]"#, #"[{"a":{"SS":"x"}}]"#, #"[{"a":{"SS":[1]}}]"#, #"[{"a":{"NS":[1]}}]"#,
    #"[{"a":{"L":{}}}]"#, #"[{"a":{"L":["x"]}}]"#, #"[{"a":{"M":[]}}]"#, #"[{"a":{"M":{"b":"x"}}}]"#,
    // Invalid numbers.
    #"[{"a":{"N":""}}]"#, #"[{"a":{"N":"x"}}]"#, #"[{"a":{"N":"1 "}}]"#, #"[{"a":{"N":"."}}]"#,
    #"[{"a":{"N":"NaN"}}]"#, #"[{"a":{"N":"1,\"b\":2"}}]"#, #"[{"a":{"N":"\u0031"}}]"#, #"[{"a":{"N":"1.}}]"#,
    #"[{"a":{"NS":["1","x"]}}]"#, #"[{"a":{"N":"1]"}}]"#,
    // Not items at all.
    "{}", "null", "1", "[1]", "[[]]", #"["x"]"#, "[null]", #"["a":{"S":"x"}]"#, #"[{"a"}]"#, #"[{"a":"x"}]"#,
    "[{},]", "[{}{}]",
    #"[{"a":{"S":"x"},}]"#, #"[{"a":{"S":"x"} "b":{"S":"x"}}]"#, #"[{a:{"S":"x"}}]"#, "[{}}",
    #"[{"a":{"L":[{"S":"x"},]}}]"#,
  ])
  func `items that are not DynamoDB's JSON are refused`(items: String) {
    for form in [ItemForm.plain, .typed] {
      #expect(throws: JSONError.self) {
        try ScanPage.test(items, count: 1).lines(form)
      }
    }
  }

  @Test(arguments: [0, 1, 3, -1])
  func `a page with another number of items than its Count is refused`(count: Int) throws {
    #expect(throws: JSONError.self) { try ScanPage.test("[{},{}]", count: count).lines(.plain) }
  }

  @Test(arguments: [(#"{"L":["#, "]}"), (#"{"M":{"a":"#, "}}")])
  func `nesting of 100,000 levels is refused, closed or not`(opening: String, closing: String) throws {
    let depth = 100_000
    let open = #"{"Items":[{"a":"# + String(repeating: opening, count: depth)
    let closed = open + #"{"S":"x"}"# + String(repeating: closing, count: depth) + #"}],"Count":1}"#
    for text in [open, closed] {
      #expect(throws: JSONError.self) { try lines(Array(text), form: .plain) }
    }
  }

  @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x00], [0x1F]] as [[UInt8]])
  func `invalid UTF-8 and control characters are refused`(bytes: [UInt8]) {
    let page = Array(#"{"Items":[{"a":{"S":""#) + bytes + Array(#""}}],"Count":1}"#)
    #expect(throws: JSONError.self) { try lines(page, form: .plain) }
  }

  @Test(arguments: [(ItemForm.plain, UInt64(1)), (.plain, 2), (.typed, 3), (.typed, 4)])
  func `a page with bytes changed becomes valid lines or an error`(form: ItemForm, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let page = Array(Self.page.utf8)
    let strange = Array(#""\{}[]:,0-.eESNBLMtf"#.utf8) + [0, 10, 32, 0x7F, 0xC3, 0xFF]
    var written = 0
    for _ in 0..<5_000 {
      guard let lines = try? lines(mutated(page, strange, &random), form: form) else { continue }
      written += 1
      for line in lines.split(separator: UInt8(ascii: "\n")) {
        #expect(try JSONValue(parsing: Array(line)).members != nil)
      }
    }
    #expect(written > 100, "some of them must have come through, or nothing was tested")
  }

  /// The bytes with one to three of them changed, taken out or doubled.
  private func mutated(_ bytes: [UInt8], _ strange: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var result = bytes
    for _ in 0...Int.random(in: 0..<3, using: &random) {
      let index = Int.random(in: result.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: result[index] = .random(in: 0...255, using: &random)
      case 1: result[index] = strange.randomElement(using: &random) ?? 0
      case 2: result.remove(at: index)
      default: result.insert(result[index], at: index)
      }
    }
    return result
  }
}
