import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct UnreadableItemTests {
  private static let good = #"{"pk":{"S":"good"},"sk":{"S":"1"}}"#

  /// The error for an item that cannot be read, which is on a page between two that can.
  private func failure(of item: String, next: String = "") throws -> ToolError {
    let page = try ScanPage(Array(#"{"Items":[\#(Self.good),\#(item),\#(Self.good)],"Count":3\#(next)}"#))
    for form in [ItemForm.plain, .typed] {
      let transcoder = try ItemTranscoder(page, form: form)
      let plain = #"{"pk":"good","sk":"1"}"#
      let (lines, count) = (transcoder.lines, transcoder.count)
      #expect(lines.text == (form == .plain ? plain : Self.good) + "\n")
      #expect(count == 1)
      let unreadable = transcoder.unreadable
      #expect(unreadable != nil)
    }
    let found = try ItemTranscoder(page, form: .plain).unreadable
    let unreadable = try #require(found)
    return unreadable.toolError(in: "talks", aws: try .test(ScriptedTransport([])))
  }

  @Test(arguments: [
    (#"{"pk":{"S":"a"},"x":{"NULL":false},"sk":{"S":"7"}}"#, #"pk "a", sk "7""#, #""x" is {"NULL":false}"#),
    (#"{"x":{"X":"y"},"sk":{"N":"7"},"pk":{"S":"a"}}"#, #"sk "7", pk "a""#, #""x" is {"X":"y"}"#),
    (#"{"pk":{"B":"AA=="},"x":{"N":"1e"}}"#, #"pk "AA==""#, #""x" is {"N":"1e"}"#),
    (#"{"pk":{"S":"a"},"x":[1,2]}"#, #"pk "a""#, #""x" is [1,2]"#),
    (#"{"pk":{"S":"a"},"x":{"M":{"y":{"Z":[]}}}}"#, #"pk "a""#, #""x" is {"M":{"y":{"Z":[]}}}"#),
    (#"{"pk":{"M":{}},"x":{}}"#, #"pk {"M":{}}"#, #""x" is {}"#),
    (#"{"pk":{"NULL":false},"x":{"S":"y"}}"#, #"pk {"NULL":false}"#, #""pk" is {"NULL":false}"#),
  ])
  func `an item that cannot be read is named by its key, after the lines before it`(
    item: String,
    key: String,
    attribute: String
  ) throws {
    let error = try failure(of: item)
    #expect(error.code == .data)
    let message = #"the item \#(key) of table "talks" cannot be read: its attribute \#(attribute)"#
    #expect(error.message == message)
    let place = "--endpoint-url http://localhost:8000 --region us-east-1"
    #expect(error.hint?.contains("aws dynamodb get-item \(place) --table-name talks --key '{") == true)
  }

  @Test func `the error about an item without a key names only the table`() throws {
    let error = try failure(of: #"{"x":{"NULL":false}}"#)
    #expect(error.message == #"an item of table "talks" cannot be read: its attribute "x" is {"NULL":false}"#)
    #expect(error.hint == nil)
  }

  @Test func `the names of the keys are taken from the page's LastEvaluatedKey`() throws {
    let error = try failure(
      of: #"{"pk":{"S":"no key"},"id":{"N":"7"},"x":{"NULL":false}}"#,
      next: #","LastEvaluatedKey":{"id":{"N":"9"}}"#
    )
    #expect(error.message.hasPrefix(#"the item id "7" of table "talks""#))
    #expect(error.hint?.contains(#"--key '{"id":{"N":"7"}}'"#) == true)
  }

  @Test func `the part of an item in a message is bounded, and has no control characters`() throws {
    let long = String(repeating: #"\u001b[31m\u009bé"#, count: 10_000)
    let error = try failure(of: #"{"pk":{"S":"\#(long)"},"x":{"\#(long)":false}}"#)
    #expect(error.description.utf8.count < 1_000)
    #expect(error.description == error.description.onOneLine, "\(error.description.prefix(300))")
    #expect(error.hint == nil, "such a key cannot be typed")
  }

  @Test(arguments: [(#"{"L":["#, "]}"), (#"{"M":{"a":"#, "}}")])
  func `an item that is nested too deep is named, however deep`(opening: String, closing: String) throws {
    for depth in [64, 100_000] {
      let ends = [opening, closing].map { String(repeating: $0, count: depth) }
      let error = try failure(of: #"{"x":\#(ends[0]){"S":"x"}\#(ends[1]),"pk":{"S":"deep"}}"#)
      let message = #"the item pk "deep" of table "talks" cannot be read: its attribute "x" is {"#
      #expect(error.message.hasPrefix(message))
    }
  }

  @Test(arguments: [
    #"{"pk":{"S":"a"},"x":{"S":"y"}"#, #"{"pk" {"S":"a"}}"#, "7", "[]", #"{"pk":{"S":"a"}}{"#,
    #"{"pk":{"S":"a"},}"#,
    #"{"pk":{"X":"a"}}{"#,
  ])
  func `a page that is not JSON is refused as a whole`(item: String) throws {
    #expect(throws: JSONError.self) {
      let page = try ScanPage.test("[\(Self.good),\(item),\(Self.good)]", count: 3)
      _ = try ItemTranscoder(page, form: .plain).count
    }
  }
}
