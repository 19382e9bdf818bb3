import Testing

@testable import Shared

@Suite struct ScanPageTests {
  @Test func `a page is cut into its items and where the next one begins`() throws {
    let page = try ScanPage(
      Array(
        #" {"Count":1,"ScannedCount":9, "Items" : [{"a":{"S":"]"}}] ,"LastEvaluatedKey":{"pk":{"S":"x"}}} "#
      )
    )
    #expect(Array(page.bytes[page.items]).text == #"[{"a":{"S":"]"}}]"#)
    #expect(page.count == 1)
    #expect(page.lastEvaluatedKey == ["pk": ["S": "x"]])
  }

  @Test func `the last page names no next one, and what is unknown is passed over`() throws {
    let page = try ScanPage(
      Array(#"{"New":{"Items":[1]},"Items":[],"Count":0,"ConsumedCapacity":{"Table":[]}}"#)
    )
    #expect(page.lastEvaluatedKey == nil)
    #expect(page.items.count == 2)
  }

  @Test(arguments: [
    "", "{}", "[]", "null", #"{"Items":[]}"#, #"{"Count":0}"#, #"{"Items":[],"Count":"0"}"#,
    #"{"Items":[],"Count":0.5}"#,
    #"{"Items":[],"Count":null}"#, #"{"Items":[],"Count":99999999999999999999}"#, #"{"Items":[],"Count":0}x"#,
    #"{"Items":[],"Count":0,}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":{}}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":null}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":"x"}"#,
    #"{"Items":[],"Count":0,"LastEvaluatedKey":[1]}"#, #"{"Items":[],"Count":0,"LastEvaluatedKey":{"a":}}"#,
    #"{Items:[],"Count":0}"#, #"{"Items":[,"Count":0}"#,
  ])
  func `what has not the shape of a page is refused`(text: String) {
    #expect(throws: JSONError.self) { try ScanPage(Array(text)) }
  }
}
