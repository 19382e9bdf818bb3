import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ScanPageTests {
  /// The page and its items, a line each. Most errors of a page are found only when its items are read.
  private func read(_ text: String) throws(JSONError) -> (page: ScanPage, lines: String) {
    let page = try ScanPage(Array(text))
    return (page, try page.lines(.typed).text)
  }

  @Test func `a page is split into its items and the key of the next page`() throws {
    let (page, lines) = try read(
      #" {"Count":1,"ScannedCount":9, "Items" : [{"a":{"S":"]"}}] ,"LastEvaluatedKey":{"pk":{"S":"x"}}} "#
    )
    #expect(lines == #"{"a":{"S":"]"}}"# + "\n")
    #expect(page.count == 1)
    #expect(page.lastEvaluatedKey == ["pk": ["S": "x"]])
  }

  @Test func `the last page has no next key, and unknown members are ignored`() throws {
    let (page, lines) = try read(
      #"{"New":{"Items":[1]},"Items":[],"Count":0,"ConsumedCapacity":{"Table":[]}}"#
    )
    #expect(page.lastEvaluatedKey == nil)
    #expect(lines.isEmpty)
  }

  @Test(arguments: ["{}", "{ }", "null", #""""#])
  func `an empty next key means that there is no next page, wherever it is`(empty: String) throws {
    for text in [
      #"{"Items":[{"a":{"S":"x"}}],"Count":1,"LastEvaluatedKey":\#(empty)}"#,
      #"{"LastEvaluatedKey" : \#(empty) ,"Items":[{"a":{"S":"x"}}],"Count":1}"#,
      #"{"Items":[{"a":{"S":"x"}}],"LastEvaluatedKey": \#(empty),"Count":1}"#,
    ] {
      let (page, lines) = try read(text)
      #expect(page.lastEvaluatedKey == nil)
      #expect(lines == #"{"a":{"S":"x"}}"# + "\n")
    }
  }

  static let key = #"{"pk":{"S":"]},\"Count\":7"},"n":{"N":"-1.5"},"b":{"B":"AA=="}}"#

  @Test(arguments: [
    #"{"Count":1,"LastEvaluatedKey":KEY,"Items":ITEMS}"#,
    #"{"Items":ITEMS,"Count":1,"LastEvaluatedKey":KEY}"#,
    #"{"LastEvaluatedKey" : KEY , "Items" : ITEMS , "Count" : 1 }"#,
    #"{"Items":ITEMS,"ScannedCount":2,"LastEvaluatedKey":KEY,"Count":1,"ConsumedCapacity":{"TableName":"t"}}"#,
  ])
  func `Count and LastEvaluatedKey are found wherever they are, but not within an item`(text: String) throws {
    let decoys = [
      #"{"LastEvaluatedKey":{"M":{"S":{"S":"x"}}},"Count":{"N":"9"}}"#,
      #"{"m":{"M":{"LastEvaluatedKey":{"S":"x"},"Count":{"L":[{"N":"9"}]}}}}"#,
      #"{"x\"LastEvaluatedKey":{"S":"\"LastEvaluatedKey\":{\"pk\":{\"S\":\"x\"}}"}}"#,
    ]
    for item in decoys {
      let document = text.replacing("KEY", with: Self.key).replacing("ITEMS", with: "[\(item)]")
      let (page, lines) = try read(document)
      #expect(lines == item + "\n")
      #expect(page.count == 1)
      #expect(page.lastEvaluatedKey?.text(.compact) == Self.key)
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "null", #"{"Items":[]}"#, #"{"Count":0}"#, #"{"Items":[],"Count":"0"}"#,
    #"{"Items":[],"Count":0.5}"#,
    #"{"Items":[],"Count":null}"#, #"{"Items":[],"Count":99999999999999999999}"#, #"{"Items":[],"Count":0}x"#,
    #"{"Items":[],"Count":0,}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":[]}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":nul}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":"x"}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":1}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":false}"#,
    #"{"LastEvaluatedKey":{"a":{"S":"x"}},"Items":[],"Count":0,"LastEvaluatedKey":{}}"#,
    #"{"LastEvaluatedKey":{},"Items":[],"Count":0,"LastEvaluatedKey":{"a":{"S":"x"}}}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":[1]}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":{"a":}}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":{"a":{"M":{}}}}"#, #"{"Items":[],"Items":[],"Count":0}"#,
    #"{"Count":0,"Items":[],"Count":1}"#,
    #"{"Items":[{"a":{"LastEvaluatedKey":{"a":{"S":"x"}}}}],"Count":1}"#,
    #"{"LastEvaluatedKey":{"a":{"S":"x"}},"Items":[],"Count":0,"LastEvaluatedKey":{"a":{"S":"y"}}}"#,
    #"{Items:[],"Count":0}"#, #"{"Items":[,"Count":0}"#, #"{"Items":[],"Count":0"#,
    #"{"Items":{},"Count":0}"#,
    #"{"Items":[],"Count":0,"ConsumedCapacity":{"LastEvaluatedKey":{"a":{"S":"x"}}}}"#,
    #"{"Items":[],"ConsumedCapacity":{"Count":0}}"#,
  ])
  func `anything but a page is refused`(text: String) {
    #expect(throws: JSONError.self) { try read(text) }
  }
}
