import TestSupport
import Testing
import Toolkit

@testable import AWS

/// A reused connection that ends after a request: libcurl itself would send the request again, up to five
/// times.
@Suite(.inTurn) struct CurlRepetitionTests {
  typealias Step = ScriptedServer.Step

  struct Example: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let body: String

    var testDescription: String { "\(method.rawValue) of \(body.utf8.count) bytes" }

    func request(to server: ScriptedServer) throws -> HTTPRequest {
      var request = try HTTPRequest.test(server, body)
      request.method = method
      return request
    }

    static let all = [
      Example(method: .post, body: #"{"a":1}"#), Example(method: .post, body: ""),
      Example(method: .post, body: String(repeating: "x", count: 1 << 20)),
      Example(method: .get, body: ""), Example(method: .put, body: ""), Example(method: .put, body: "body"),
    ]
  }

  @Test(arguments: Example.all, [Step.close, .reset])
  func `a request without an answer is sent once, and may have been carried out`(
    example: Example,
    end: Step
  ) async throws {
    try await ScriptedServer.with({ $0.isWarmUp ? .late : Answer([end]) }) { server in
      let error = try await toolError {
        _ = try await withCurl { transport in
          try await transport.keepConnections(3, to: server)
          return try await transport.send(example.request(to: server), timeouts: .test)
        }
      }
      #expect(error.code == .transport(.connectionLost))
      #expect(error.message == "the connection ended before an answer came")
      #expect(error.mayHaveBeenDone)
      #expect(server.requests.count { !$0.isWarmUp } == 1)
      #expect(server.requests.last?.body.text == example.body)
    }
  }

  @Test(arguments: Example.all, [Step.close, .reset])
  func `a libcurl that does not ask before it sends gets a new connection and repeats nothing`(
    example: Example,
    end: Step
  ) async throws {
    try await ScriptedServer.with({ $0.isWarmUp ? .late : Answer([end]) }) { server in
      let error = try await toolError {
        _ = try await withCurl(asking: false) { transport in
          try await transport.keepConnections(3, to: server)
          return try await transport.send(example.request(to: server), timeouts: .test)
        }
      }
      #expect(error.code == .transport(.connectionLost) && error.mayHaveBeenDone, "\(error)")
      #expect(server.requests.count { !$0.isWarmUp } == 1)
      #expect(server.connections == 4)
    }
  }

  @Test(arguments: Example.all)
  func `a request whose connection ends while it is sent is not sent again`(example: Example) async throws {
    let kept: [Step] = [.request, .stall, .send(.answer([])), .startOfRequest, .reset]
    try await ScriptedServer.run(kept, [.echo]) { server in
      let error = try await toolError {
        _ = try await withCurl { transport in
          try await transport.keepConnections(1, to: server)
          return try await transport.send(example.request(to: server), timeouts: .test)
        }
      }
      #expect(error.code == .transport(.connectionLost))
      #expect(server.requests.count == 1, "the one that the connection was kept after")
    }
  }

  @Test func `a server that ends after it has received a request may have carried it out`() async throws {
    try await ScriptedServer.with({ $0.isWarmUp ? .late : .stalls }) { server in
      let error = try await toolError {
        _ = try await withCurl { transport in
          try await transport.keepConnections(1, to: server)
          async let response = transport.send(.test(server), timeouts: .test)
          var events = server.events.makeAsyncIterator()
          _ = await events.next()
          server.stop()
          return try await response
        }
      }
      #expect(error.code == .transport(.connectionLost))
      #expect(error.mayHaveBeenDone)
    }
  }
}

extension ReceivedRequest {
  fileprivate var isWarmUp: Bool { head.hasPrefix("POST /kept ") }
}

extension Answer {
  /// An answer that is sent when the test releases the server.
  fileprivate static let late = Answer([.stall, .send(.answer([]))])
}

extension CurlTransport {
  /// Opens so many connections, which are kept for later requests, by as many requests at the same time.
  fileprivate func keepConnections(_ count: Int, to server: ScriptedServer) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<count {
        group.addTask { _ = try await self.send(.test(server, "", path: "/kept"), timeouts: .test) }
      }
      var events = server.events.makeAsyncIterator()
      for _ in 0..<count { _ = await events.next() }
      for _ in 0..<count { server.release() }
      try await group.waitForAll()
    }
  }
}
