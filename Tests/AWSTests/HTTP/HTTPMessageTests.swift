import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct HTTPMessageTests {
  @Test func `a header field is found, replaced and removed without regard to case`() {
    var headers: HTTPHeaders = ["Content-Type": "a", "X": "b"]
    headers.append("content-TYPE", "c")
    #expect(headers["CONTENT-type"] == "a")
    headers["content-type"] = "d"
    #expect(headers.fields.map(\.name) == ["X", "content-type"])
    #expect(headers["Content-Type"] == "d")
    headers["CONTENT-TYPE"] = nil
    headers["None"] = nil
    #expect(headers.fields.map(\.name) == ["X"])
  }

  @Test func `durations are told in whole milliseconds`() {
    #expect(Duration.seconds(2).milliseconds == 2_000)
    #expect(Duration.microseconds(1_999).milliseconds == 1)
    #expect(Duration.zero.milliseconds == 0)
  }
}
