import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct CurlTransportTests {
  @Test func `a request arrives unchanged, without fields that libcurl would add`()
    async throws
  {
    let head = try await ScriptedServer.run([.echo]) { server in
      let response = try await withCurl { transport in
        var request = try HTTPRequest.test(server, "{\"a\":\"\0é\"}", path: "/x/y")
        request.headers.append("X-Empty-Not", value: "1")
        return try await transport.send(request, timeouts: .test)
      }
      #expect(response.status == 200)
      #expect(response.body.text == "{\"a\":\"\0é\"}")
      var events = server.events.makeAsyncIterator()
      return await events.next()
    }
    guard case .request(let head) = head else { throw ToolError(.response, message: "no request") }
    let lines = head.split(separator: "\r\n")
    #expect(lines.first == "POST /x/y HTTP/1.1")
    let names = lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
    #expect(names.sorted() == ["content-length", "content-type", "host", "user-agent", "x-empty-not"])
    #expect(lines.contains("Content-Type: text/x-test"))
    #expect(lines.contains("User-Agent: cruddur-toolkit/\(SuiteVersion.number)"))
  }

  @Test(arguments: [(HTTPRequest.Method.get, "GET"), (.put, "PUT"), (.post, "POST")])
  func `each method is sent by its name`(method: HTTPRequest.Method, name: String) async throws {
    try await ScriptedServer.run([.echo]) { server in
      let body = method == .get ? "" : "body"
      let response = try await withCurl { transport in
        var request = try HTTPRequest.test(server, body)
        request.method = method
        return try await transport.send(request, timeouts: .test)
      }
      #expect(response.body.text == body)
      var events = server.events.makeAsyncIterator()
      guard case .request(let head) = await events.next() else {
        throw ToolError(.response, message: "no request")
      }
      #expect(head.hasPrefix("\(name) / HTTP/1.1\r\n"))
    }
  }

  @Test func `requests one after the other share a connection`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      try await withCurl { transport in
        for number in 0..<20 {
          let response = try await transport.send(.test(server, "\(number)"), timeouts: .test)
          #expect(response.body.text == "\(number)")
        }
      }
      #expect(server.connections == 1)
    }
  }

  @Test func `with many requests under way, each following one reuses a connection`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      try await withCurl { transport in
        try await withThrowingTaskGroup { group in
          for _ in 0..<60 {
            group.addTask {
              for _ in 0..<5 { _ = try await transport.send(.test(server), timeouts: .test) }
            }
          }
          try await group.waitForAll()
        }
      }
      #expect(server.requests.count == 300)
      // libcurl closes some connections when fewer requests are under way for a moment.
      #expect(server.connections < 90)
    }
  }

  /// Newer versions of libcurl do not check a connection that was used less than a second ago. When the
  /// server has closed it, a second attempt is needed.
  @Test func `a connection that the server has closed meanwhile is replaced`() async throws {
    try await ScriptedServer.run([.request, .send(.answer(Array("{}")))], [.echo]) { server in
      try await withCurl { transport in
        let client = try AWSClient.test(transport, endpoint: server.url)
        #expect(try await client.call("Scan", body: Array(#"{"a":1}"#)).body.text == "{}")
        for await event in server.events where event == .closed { break }
        let second = try await client.call("Scan", body: Array(#"{"a":2}"#))
        #expect(second.body.text == #"{"a":2}"#)
        #expect(second.attempts <= 2)
      }
      #expect((2...3).contains(server.connections))
    }
  }

  @Test func `many requests are under way at once, and each gets its own answer`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      try await withCurl { transport in
        try await withThrowingTaskGroup(of: (String, HTTPResponse).self) { group in
          for number in 0..<50 {
            group.addTask {
              let body = String(repeating: "\(number) ", count: 1_000)
              return (body, try await transport.send(.test(server, body), timeouts: .test))
            }
          }
          var answers = 0
          for try await (body, response) in group {
            #expect(response.body.text == body)
            answers += 1
          }
          #expect(answers == 50)
        }
      }
    }
  }

  @Test func `requests are under way while others wait for their answer`() async throws {
    try await ScriptedServer.run([.request, .stall, .send(.answer(Array("late")))], [.echo]) { server in
      let late = Task { try await withCurl { try await $0.send(.test(server), timeouts: .test) } }
      var events = server.events.makeAsyncIterator()
      _ = await events.next()
      let early = try await withCurl { try await $0.send(.test(server, "early"), timeouts: .test) }
      #expect(early.body.text == "early")
      server.release()
      #expect(try await late.value.body.text == "late")
    }
  }

  @Test func `a large body comes back whole`() async throws {
    let body = String(repeating: "0123456789abcdef", count: 1 << 17)
    let response = try await exchange([.echo], body: body)
    #expect(response.body.count == 2 << 20)
    #expect(response.body == Array(body.utf8))
  }

  @Test func `a compressed body is not decoded`() async throws {
    let gzip: [UInt8] = [0x1F, 0x8B, 0x08, 0x00]
    let answer = [UInt8].answer(gzip, headers: ["Content-Encoding: gzip"])
    #expect(try await exchange([.request, .send(answer)]).body == gzip)
  }

  @Test func `a body in chunks is put together`() async throws {
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    #expect(try await exchange([.request, .send(Array(answer))]).body.text == "abcde")
  }

  @Test func `a body without a length ends with the connection`() async throws {
    #expect(try await exchange([.request, .send(Array("HTTP/1.1 200 OK\r\n\r\nabc"))]).body.text == "abc")
  }

  @Test func `header fields are found whatever their case and white space`() async throws {
    let fields = ["x-AMZN-requestid:  a b \t", "X-Empty:", "X-Twice: 1", "x-twice: 2", "X-Colon: a:b"]
    let headers = try await exchange([.request, .send(.answer([], headers: fields))]).headers
    #expect(headers["X-Amzn-RequestId"] == "a b")
    #expect(headers["x-empty"]?.isEmpty == true)
    #expect(headers["X-TWICE"] == "1")
    #expect(headers.fields.count { $0.name.lowercased() == "x-twice" } == 2)
    #expect(headers["x-colon"] == "a:b")
    #expect(headers["x-none"] == nil)
  }

  @Test(arguments: [
    "204 No Content", "301 Moved", "400 Bad Request", "404", "500 Internal Server Error", "599 X",
  ])
  func `any status is an answer, and a redirect is not followed`(status: String) async throws {
    let answer = [UInt8].answer([], status: status, headers: ["Location: http://127.0.0.1:1/"])
    #expect(try await exchange([.request, .send(answer)]).status == Int(status.prefix(3)))
  }

  @Test func `an interim answer is passed over, its header with it`() async throws {
    let interim = Array("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
    let response = try await exchange([.request, .send(interim + .answer(Array("x")))])
    #expect(response.status == 200)
    #expect(response.headers["x-interim"] == nil)
    #expect(response.body.text == "x")
  }

  @Test func `a large request is not held back for a 100 Continue`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      let body = String(repeating: "x", count: 2 << 20)
      let response = try await withCurl { try await $0.send(.test(server, body), timeouts: .test) }
      #expect(response.body.count == body.utf8.count)
      var events = server.events.makeAsyncIterator()
      guard case .request(let head) = await events.next() else {
        throw ToolError(.response, message: "no request")
      }
      #expect(!head.lowercased().contains("\r\nexpect:"))
    }
  }
}
