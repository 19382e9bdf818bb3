import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct HTTPHeadersTests {
  @Test func `a header field is found, replaced and removed without regard to case`() {
    var headers: HTTPHeaders = ["Content-Type": "a", "X": "b"]
    headers.append("content-TYPE", value: "c")
    #expect(headers["CONTENT-type"] == "a")
    headers["content-type"] = "d"
    #expect(headers.fields.map(\.name) == ["X", "content-type"])
    #expect(headers["Content-Type"] == "d")
    headers["CONTENT-TYPE"] = nil
    headers["None"] = nil
    #expect(headers.fields.map(\.name) == ["X"])
  }

  @Test(arguments: ["a\r\nX-Injected: 1", "a\nb", "a\rb", "a\0b", "\u{1B}[1m", "a\u{7F}"])
  func `a value with a line break or control character is refused, and not shown`(value: String) throws {
    let headers: HTTPHeaders = ["X-Amz-Security-Token": value]
    let error = try toolError { try headers.check() }
    #expect(error.code == .transport(.invalidRequest))
    #expect(error.message.contains("X-Amz-Security-Token") && !error.message.contains(value))
  }

  @Test(arguments: ["", "a b", "a:", "a\r\n", "ü"])
  func `a name that is not a token is refused`(name: String) throws {
    var headers = HTTPHeaders()
    headers.append(name, value: "x")
    #expect(try toolError { try headers.check() }.code == .transport(.invalidRequest))
  }

  @Test func `any other value is sent`() throws {
    try (["Authorization": "AWS4 a=b, c;\td", "X": "é", "Y": ""] as HTTPHeaders).check()
  }

  @Test func `nothing is sent of a request with a line break in a header`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      let error = try await toolError {
        _ = try await withCurl { transport in
          var request = try HTTPRequest.test(server)
          request.headers["X-Amz-Security-Token"] = "token\r\nX-Injected: 1"
          return try await transport.send(request, timeouts: .test)
        }
      }
      #expect(error.code == .transport(.invalidRequest))
      #expect(server.connections == 0)
    }
  }
}
