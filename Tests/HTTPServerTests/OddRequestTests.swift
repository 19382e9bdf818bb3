import HTTPServer
import TestSupport
import Testing

/// What happens to requests that are wrong, or that are read in more than one way.
@Suite(.inTurn) struct OddRequestTests {
  private static let end = "Host: a\r\nConnection: close\r\n\r\n"

  @Test(arguments: [
    ("GET /a HTTP/1.1\r\n\(end)", "GET /a 0"), ("GET /a HTTP/1.0\r\n\r\n", "GET /a 0"),
    ("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\(end)abc", "POST /a 3"),
    (
      "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
      "POST /a 5"
    ),
    ("PATCH /%2e%2e/a?b=c HTTP/1.1\r\n\(end)", "PATCH /%2e%2e/a 0"),
    // To libmicrohttpd a value ends at NUL.
    ("POST /a HTTP/1.1\r\nX: a\u{0}b\r\nContent-Length: 3\u{0}4\r\n\(end)abc", "POST /a 3"),
    // libmicrohttpd takes a line feed for the end of a line. Nothing behind this server reads the head again.
    ("GET /a HTTP/1.1\nHost: a\nConnection: close\n\n", "GET /a 0"),
  ])
  func `a request that can be read is handled`(request: String, seen: String) async throws {
    try await EchoServer.with { echo in
      let answer = try await echo.talk(request)
      #expect(answer.statuses == [200] && answer.hasSuffix("[\(seen)]"), "\(answer)")
      #expect(echo.requests.all == [seen])
    }
  }

  @Test(arguments: [
    "Content-Length: 3\r\nContent-Length: 3\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n",
    "Content-Length: 3, 3\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Transfer-Encoding: gzip, chunked\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n",
    "Content-Length: -1\r\n", "Content-Length: +3\r\n", "Content-Length: 0x3\r\n", "Content-Length: 3 4\r\n",
    "Content-Length: 99999999999999999999\r\n", "Content-Length:\r\n", "Content-Length : 3\r\n",
    "X\u{0}: a\r\nContent-Length: 3\r\n",
  ])
  func `a request with an ambiguous length is refused, and the connection ends`(fields: String) async throws {
    try await EchoServer.with { echo in
      let next = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
      let answer = try await echo.talk("POST /a HTTP/1.1\r\nHost: a\r\n\(fields)\r\nabc\(next)")
      // libmicrohttpd writes the head of its own refusals twice.
      #expect(
        !answer.isEmpty && answer.statuses.allSatisfy { $0 == 400 || $0 == 413 },
        "\(answer)"
      )
      #expect(echo.requests.all.isEmpty)
    }
  }

  @Test(arguments: [
    "x\r\nabc\r\n", "-1\r\nabc\r\n", "ffffffffffffffffff\r\nabc\r\n", "3\r\nabcde\r\n0\r\n\r\n",
  ])
  func `a chunk of a wrong size ends the connection unhandled`(chunk: String) async throws {
    try await EchoServer.with { echo in
      let head = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      let answer = try await echo.talk(head + chunk)
      #expect(answer.statuses == [400] || answer.statuses == [413] || answer.isEmpty, "\(answer)")
      #expect(echo.requests.all.isEmpty)
    }
  }

  @Test(arguments: [
    "GET\r\n\r\n", "\u{0}\u{1}\r\n\r\n", "GET /a HTTP/9.9\r\nHost: a\r\n\r\n", "GET /a HTTP/1.1\r\n\r\n",
  ])
  func `what is not a request is not handled`(text: String) async throws {
    var limits = ServerLimits()
    limits.headTime = .seconds(1)
    try await EchoServer.with(limits) { echo in
      let answer = try await echo.talk(text)
      #expect(answer.statuses.allSatisfy { $0 >= 400 && $0 != 500 }, "\(answer)")
      #expect(echo.requests.all.isEmpty)
    }
  }

  @Test func `pipelined requests are answered in their order`() async throws {
    try await EchoServer.with { echo in
      let answer = try await echo.talk(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
          + "GET /3 HTTP/1.1\r\n\(Self.end)"
      )
      #expect(answer.statuses == [200, 200, 200], "\(answer)")
      #expect(echo.requests.all == ["GET /1 0", "POST /2 2", "GET /3 0"])
    }
  }

  @Test func `HEAD is answered without a body`() async throws {
    try await EchoServer.with { echo in
      let answer = try await echo.talk("HEAD /a HTTP/1.1\r\n\(Self.end)")
      #expect(answer.statuses == [200] && answer.hasSuffix("\r\n\r\n"), "\(answer)")
      #expect(answer.contains("Content-Length: 11\r\n"), "\(answer)")
    }
  }

  @Test(arguments: [(8_192, 200), (8_193, 414), (31_000, 414)])
  func `a path that is too long is answered with 414`(count: Int, status: Int) async throws {
    try await EchoServer.with { echo in
      let path = "/" + String(repeating: "a", count: count - 1)
      let answer = try await echo.talk("GET \(path) HTTP/1.1\r\n\(Self.end)")
      #expect(answer.statuses == [status], "\(answer.prefix(300))")
    }
  }

  @Test func `a head that is too long is answered with 431`() async throws {
    try await EchoServer.with { echo in
      let field = "X: \(String(repeating: "a", count: 40_000))\r\n"
      let answer = try await echo.talk("GET / HTTP/1.1\r\n\(field)\(Self.end)")
      #expect(answer.statuses == [431], "\(answer.prefix(300))")
      #expect(echo.requests.all.isEmpty)
    }
  }

  @Test(arguments: [(65_536, 200), (65_537, 413), (1_000_000, 413), (2_000_000, 413)])
  func `a body that is too long is answered with 413`(count: Int, status: Int) async throws {
    try await EchoServer.with { echo in
      let head = "POST /a HTTP/1.1\r\nContent-Length: \(count)\r\n\(Self.end)"
      // The server ends the connection before the longest of them is there.
      let sent = status == 413 && count > 1 << 20 ? 0 : count
      let answer = try await echo.talk(Array(head.utf8) + [UInt8](repeating: 97, count: sent))
      #expect(answer.statuses == [status], "\(answer.prefix(300))")
      #expect(echo.requests.all.count == (status == 200 ? 1 : 0))
    }
  }

  @Test func `a body of chunks that is too long is answered with 413`() async throws {
    try await EchoServer.with { echo in
      let chunk = "1000\r\n\(String(repeating: "a", count: 4_096))\r\n"
      let head = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(Self.end)"
      let answer = try await echo.talk(head + String(repeating: chunk, count: 17) + "0\r\n\r\n")
      #expect(answer.statuses == [413], "\(answer.prefix(300))")
      #expect(echo.requests.all.isEmpty)
    }
  }
}
