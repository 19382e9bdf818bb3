import TestSupport
import Testing

@testable import AWS

@Suite struct JSONObjectTests {
  @Test func `members are in the order written, and those without a value are left out`() {
    let limit: Int? = nil
    let object: JSONObject = ["b": "text", "limit": limit.map { .integer($0) }, "a": true, "n": .integer(2)]
    #expect(object.encoded().text == #"{"b":"text","a":true,"n":2}"#)
    #expect(object.count == 3)
  }

  @Test func `a value that is set takes the place of the old one, of a repeated one too`() {
    var object = JSONObject([
      .init(name: "a", value: 1), .init(name: "b", value: 2), .init(name: "a", value: 3),
    ])
    #expect(object["a"] == 3)
    object["a"] = 4
    object["c"] = 5
    #expect(object.encoded().text == #"{"a":4,"b":2,"c":5}"#)
    object["a"] = nil
    object["missing"] = nil
    #expect(object.encoded().text == #"{"b":2,"c":5}"#)
  }

  @Test func `two objects are merged, and a value that is not an object has no members`() {
    var object: JSONObject = ["a": 1]
    object += ["b": nil, "c": 2]
    #expect((object + JSONObject(["d": 3] as JSONValue)).encoded().text == #"{"a":1,"c":2,"d":3}"#)
    #expect(JSONObject(.string("a")).isEmpty)
  }
}
