import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ItemLineTests {
  private static let key = TableKey([("pk", "S"), ("sk", "N")])

  private func item(_ line: String, of key: TableKey = key) throws -> String {
    try ItemLine(of: key).item(Array(line)[...]).document.text
  }

  @Test(arguments: [
    (
      #"{"pk":"a","sk":1}"#, #"{"pk":{"S":"a"},"sk":{"N":"1"}}"#
    ),
    (
      #"{"pk":"a","sk":-1.5E3,"b":true,"n":null,"l":[1,"x",[]],"m":{"S":"text"}}"#,
      #"{"pk":{"S":"a"},"sk":{"N":"-1.5E3"},"b":{"BOOL":true},"n":{"NULL":true},"#
        + #""l":{"L":[{"N":"1"},{"S":"x"},{"L":[]}]},"m":{"M":{"S":{"S":"text"}}}}"#
    ),
    (
      #" {"pk": {"S": "a"}, "sk": {"N": "007"}, "s": {"SS": ["x"]}, "b": {"B": "AA=="}, "m": {"M": {"k": {"NULL": true}}}}"#,
      #"{"pk":{"S":"a"},"sk":{"N":"007"},"s":{"SS":["x"]},"b":{"B":"AA=="},"m":{"M":{"k":{"NULL":true}}}}"#
    ),
    (#"{"Item":{"pk":{"S":"é"},"sk":{"N":"1"}}}"#, #"{"pk":{"S":"é"},"sk":{"N":"1"}}"#),
    (#"{"pk":"a","sk":1,"Item":{"x":1}}"#, #"{"pk":{"S":"a"},"sk":{"N":"1"},"Item":{"M":{"x":{"N":"1"}}}}"#),
  ])
  func `a line is plain, typed, or an export's`(line: String, document: String) throws {
    #expect(try item(line) == document)
  }

  @Test func `the table's key decides between text and binary`() throws {
    let binary = TableKey([("id", "B")])
    #expect(try item(#"{"id":"AA==","x":"AA=="}"#, of: binary) == #"{"id":{"B":"AA=="},"x":{"S":"AA=="}}"#)
    let named = TableKey([("Item", "S")])
    #expect(try item(#"{"Item":{"S":"a"}}"#, of: named) == #"{"Item":{"S":"a"}}"#)
  }

  @Test(arguments: [
    ("{", "not JSON: expected a string at byte 1"), ("[1]", "it is not a JSON object"),
    ("{}", "it lacks the key attribute \"pk\""), (#"{"pk":"a"}"#, "it lacks the key attribute \"sk\""),
    (#"{"pk":"a","sk":{"N":"1"}}"#, "its key is half plain and half typed"),
    (#"{"pk":"a","sk":"1"}"#, "its key attribute \"sk\" is not of the type N, as the table has it"),
    (
      #"{"pk":{"N":"1"},"sk":{"N":"1"}}"#,
      "its key attribute \"pk\" is not of the type S, as the table has it"
    ),
    (#"{"pk":{"S":"a"},"sk":{"N":"1"},"x":1}"#, "its attribute \"x\" is not a value in DynamoDB's JSON"),
    (
      #"{"pk":{"S":"a"},"sk":{"N":"1"},"x":{"Z":"1"}}"#,
      "its attribute \"x\" is not a value in DynamoDB's JSON"
    ),
    (
      #"{"pk":{"S":"a"},"sk":{"N":"1"},"x":{"L":["1"]}}"#,
      "its attribute \"x\" is not a value in DynamoDB's JSON"
    ),
    (
      #"{"pk":{"S":"a"},"sk":{"N":"1"},"x":{"NULL":false}}"#,
      "its attribute \"x\" is not a value in DynamoDB's JSON"
    ),
  ])
  func `what is not an item of the table is refused with the reason`(line: String, reason: String) throws {
    let fault = try #require(#expect(throws: ItemLine.Fault.self) { try item(line) })
    #expect(fault.reason == reason)
  }
}
