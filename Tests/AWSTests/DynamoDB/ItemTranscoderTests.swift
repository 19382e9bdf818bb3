import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ItemTranscoderTests {
  struct Golden: Sendable {
    let item: String
    let plain: String
    /// The line in DynamoDB's JSON; nil where it is the item unchanged, with its white space and escapes.
    var typed: String?
  }

  static let golden = [
    Golden(item: "{}", plain: "{}"),
    Golden(item: #"{"a":{"S":"x"}}"#, plain: #"{"a":"x"}"#),
    Golden(item: #"{"a":{"S":""}}"#, plain: #"{"a":""}"#),
    Golden(item: #"{"a":{"N":"-1.5"}}"#, plain: #"{"a":-1.5}"#),
    Golden(item: #"{"a":{"N":"007"},"b":{"N":"+5"}}"#, plain: #"{"a":7,"b":5}"#),
    Golden(item: #"{"a":{"NS":["-1.50",".5","5.","1E3"]}}"#, plain: #"{"a":[-1.5,0.5,5,1000]}"#),
    Golden(
      item: #"{"a":{"N":"99999999999999999999999999999999999999"}}"#,
      plain: #"{"a":99999999999999999999999999999999999999}"#
    ),
    Golden(item: #"{"a":{"L":[{"N":"1E-3"}]}}"#, plain: #"{"a":[0.001]}"#),
    Golden(item: #"{"a":{"B":"AAEC/w=="}}"#, plain: #"{"a":"AAEC/w=="}"#),
    Golden(item: #"{"a":{"BOOL":true},"b":{"BOOL":false}}"#, plain: #"{"a":true,"b":false}"#),
    Golden(item: #"{"a":{"NULL":true}}"#, plain: #"{"a":null}"#),
    Golden(item: #"{"a":{"SS":["x","y"]}}"#, plain: #"{"a":["x","y"]}"#),
    Golden(item: #"{"a":{"NS":["2","1.0"]}}"#, plain: #"{"a":[2,1]}"#),
    Golden(item: #"{"a":{"BS":["AA==","/w=="]}}"#, plain: #"{"a":["AA==","/w=="]}"#),
    Golden(item: #"{"a":{"L":[]},"b":{"M":{}}}"#, plain: #"{"a":[],"b":{}}"#),
    Golden(
      item: #"{"a":{"L":[{"S":"x"},{"N":"1"},{"L":[{"NULL":true}]}]}}"#,
      plain: #"{"a":["x",1,[null]]}"#
    ),
    Golden(
      item: #"{"a":{"M":{"S":{"S":"S"},"M":{"M":{"N":{"N":"0"}}}}}}"#,
      plain: #"{"a":{"S":"S","M":{"N":0}}}"#
    ),
    Golden(item: #"{"z":{"N":"1"},"a":{"N":"2"},"é":{"N":"3"}}"#, plain: #"{"z":1,"a":2,"é":3}"#),
    Golden(
      item: #"{"a\"\u0041":{"S":"\u00e9\n\ud83d\ude42\/\\"}}"#,
      plain: #"{"a\"A":"é\n🙂/\\"}"#,
      typed: #"{"a\"A":{"S":"é\n🙂/\\"}}"#
    ),
    Golden(
      item: #"{"\u00e9":{"M":{"\/":{"SS":["\u00e9","\u001b\ud83d"]}}},"b":{"B":"\/\/8="}}"#,
      plain: #"{"é":{"/":["é","\u001b\ud83d"]},"b":"//8="}"#,
      typed: #"{"é":{"M":{"/":{"SS":["é","\u001b\ud83d"]}}},"b":{"B":"//8="}}"#
    ),
    Golden(item: "{\"a\":{\"S\":\"\u{7F}\u{2028}🙂\"}}", plain: "{\"a\":\"\u{7F}\u{2028}🙂\"}"),
    Golden(
      item:
        "\n{ \"a\" :\t{ \"L\" : [ { \"N\" : \"1\" } , { \"BOOL\" : true } ] } ,\r\n \"b\":{\"NULL\": true }}\n",
      plain: #"{"a":[1,true],"b":null}"#,
      typed: #"{"a":{"L":[{"N":"1"},{"BOOL":true}]},"b":{"NULL":true}}"#
    ),
  ]

  private func lines(_ items: String, count: Int, form: ItemForm) throws -> String {
    try ScanPage.test(items, count: count).lines(form).text
  }

  @Test(arguments: golden)
  func `an item becomes a line, in both forms`(golden: Golden) throws {
    let items = "[\(golden.item)]"
    #expect(try lines(items, count: 1, form: .plain) == golden.plain + "\n")
    #expect(try lines(items, count: 1, form: .typed) == (golden.typed ?? golden.item) + "\n")
  }

  @Test(arguments: [ItemForm.plain, .typed])
  func `items become lines in their order, white space between them left out`(form: ItemForm) throws {
    #expect(try lines("[]", count: 0, form: form).isEmpty)
    #expect(try lines(" [ ] ", count: 0, form: form).isEmpty)
    let items = "[ \(Self.golden.map(\.item).joined(separator: " ,\n")) ]"
    let expected = Self.golden.map { (form == .plain ? $0.plain : $0.typed ?? $0.item) + "\n" }.joined()
    #expect(try lines(items, count: Self.golden.count, form: form) == expected)
  }

  @Test(arguments: 0...4)
  func `a limit ends the lines early`(limit: Int) throws {
    let items = #"[{"a":{"N":"0"}},{"a":{"N":"1"}},{"a":{"N":"2"}}]"#
    let lines = try ScanPage.test(items, count: 3).lines(.plain, limit: limit)
    #expect(lines.text == (0..<min(limit, 3)).map { "{\"a\":\($0)}\n" }.joined())
  }

  /// Each pair in both orders: what one attribute becomes must not depend on the attribute before it.
  @Test(arguments: [ItemForm.plain, .typed])
  func `an attribute becomes the same text beside any other attribute`(form: ItemForm) throws {
    func expected(_ golden: Golden) -> Substring {
      (form == .plain ? golden.plain : golden.typed ?? golden.item).dropFirst().dropLast()
    }
    func attributes(_ golden: Golden) -> Substring {
      let item = golden.item.drop { $0 != "{" }
      return item[..<(item.lastIndex(of: "}") ?? item.endIndex)].dropFirst()
    }
    let all = Self.golden.filter { $0.item != "{}" }
    for first in all {
      for second in all {
        let item = "[{\(attributes(first)),\(attributes(second))}]"
        #expect(
          try lines(item, count: 1, form: form) == "{\(expected(first)),\(expected(second))}\n"
        )
      }
    }
  }

  @Test func `nesting as deep as DynamoDB allows is written`() throws {
    let depth = 32
    let opening = String(repeating: #"{"L":["#, count: depth)
    let closing = String(repeating: "]}", count: depth)
    let plain = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try lines("[{\"a\":\(opening)\(closing)}]", count: 1, form: .plain) == "{\"a\":\(plain)}\n")
  }
}
