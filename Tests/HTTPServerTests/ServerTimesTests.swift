import Foundation
import HTTPServer
import TestSupport
import Testing
import Toolkit

/// Connections that take too long, too many of them, and the end of the server.
@Suite(.inTurn) struct ServerTimesTests {
  /// Sends one byte after another until the server has closed the connection.
  ///
  /// - Returns: What the server sent.
  private func trickle(_ text: String, to port: Int) async throws -> String {
    try await onThread {
      let start = ContinuousClock.now
      let socket = try Socket.connected(to: port)
      for byte in text.utf8 {
        guard socket.send([byte]), ContinuousClock.now - start < TestTime.step else { break }
        Thread.sleep(forTimeInterval: 0.05)
      }
      return socket.text()
    }
  }

  private static let endlessHead =
    "GET /a HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 5_000)
  private static let slowBody =
    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + String(repeating: "a", count: 4_000)

  @Test(arguments: [endlessHead, "GET /" + String(repeating: "a", count: 5_000), slowBody])
  func `a head or a body that comes byte by byte is ended at its time limit`(text: String) async throws {
    var limits = ServerLimits()
    limits.headTime = .seconds(4)
    limits.bodyTime = .seconds(1)
    // No other limit can be what ends the connection, and no text is complete: without an end the test hangs.
    (limits.idleTime, limits.sendTime) = (TestTime.test, TestTime.test)
    try await EchoServer.with(limits) { echo in
      let answer = try await trickle(text, to: echo.server.port)
      #expect(answer.statuses.isEmpty && echo.requests.all.isEmpty, "\(answer)")
    }
  }

  @Test func `an idle connection is closed, before its first request and after one`() async throws {
    var limits = ServerLimits()
    (limits.headTime, limits.idleTime) = (.seconds(2), TestTime.test)
    try await EchoServer.with(limits) { echo in
      let answer = try await echo.talk("")
      #expect(answer.isEmpty)
    }
    (limits.headTime, limits.idleTime) = (TestTime.test, .seconds(2))
    try await EchoServer.with(limits) { echo in
      let answer = try await echo.talk("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(answer.statuses == [200])
    }
  }

  @Test func `making an answer may take longer than a connection may be idle`() async throws {
    var limits = ServerLimits()
    let short = Duration.seconds(2) * TestTime.scale
    // The head depends on when this test's thread sends it.
    (limits.headTime, limits.idleTime, limits.bodyTime) = (TestTime.test, short, short)
    limits.sendTime = short
    try await EchoServer.with(limits, pause: { try? await Task.sleep(for: short * 2.5) }) { echo in
      let answer = try await echo.talk("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      #expect(answer.statuses == [200])
    }
  }

  @Test func `a connection above the limit is closed, and a new one is accepted when others have ended`()
    async throws
  {
    var limits = ServerLimits()
    limits.connectionsPerAddress = 3
    // On a slow machine the kept connections must not be closed for another reason.
    (limits.headTime, limits.idleTime) = (.seconds(300), .seconds(300))
    try await EchoServer.with(limits) { echo in
      let kept = try (0..<3).map { _ in try Socket.connected(to: echo.server.port) }
      for socket in kept {
        let status = try await onThread {
          socket.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
          return socket.receive().map { String(decoding: $0, as: UTF8.self).statuses } ?? []
        }
        #expect(status == [200])
      }
      #expect(try await echo.talk("GET /b HTTP/1.1\r\nHost: a\r\n\r\n") == "")
      kept[0].shutdown()
      try await eventually {
        try await echo.talk("GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").statuses == [200]
      }
      #expect(!echo.requests.all.contains("GET /b 0"))
      kept.forEach { $0.shutdown() }
    }
  }

  @Test func `stopping finishes the requests that have begun and accepts no new ones`() async throws {
    let (started, start) = AsyncStream<Void>.makeStream()
    let (released, release) = AsyncStream<Void>.makeStream()
    let gate = Gate(released)
    try await EchoServer.with(
      stopTime: .seconds(300),
      pause: {
        start.yield()
        await gate.pass()
      }
    ) { echo in
      async let answer = echo.talk("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
      for await _ in started { break }
      async let isDone = echo.server.stop()
      let port = echo.server.port
      try await eventually { (try? await onThread { try Socket.connected(to: port).text() }) == nil }
      release.finish()
      #expect(await isDone)
      let text = try await answer
      #expect(text.statuses == [200] && text.contains("Connection: close"), "\(text)")
      #expect(echo.requests.all == ["GET /a 0"])
    }
  }

  @Test func `a request that is unfinished at the end of the time for stopping is cancelled`() async throws {
    let (started, start) = AsyncStream<Void>.makeStream()
    var limits = ServerLimits()
    limits.stopTime = .milliseconds(300)
    try await EchoServer.with(
      limits,
      pause: {
        start.yield()
        try? await Task.sleep(for: .seconds(600))
      }
    ) { echo in
      async let answer = echo.talk("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
      for await _ in started { break }
      #expect(await !echo.server.stop())
      _ = try await answer
    }
  }

  @Test func `a server that is dropped while an answer is being made does not end the process`() async throws
  {
    let (started, start) = AsyncStream<Void>.makeStream()
    let (released, release) = AsyncStream<Void>.makeStream()
    let gate = Gate(released)
    var server: HTTPServer? = try HTTPServer(address: "127.0.0.1", port: 0) { _ in
      start.yield()
      await gate.pass()
      return ServerAnswer(status: 200)
    }
    let port = try #require(server?.port)
    let client = try await onThread { try Socket.connected(to: port) }
    client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
    for await _ in started { break }
    server = nil
    release.finish()
    client.shutdown()
  }

  @Test func `the error about a port that is taken suggests another`() async throws {
    try await EchoServer.with { echo in
      let port = try #require(UInt16(exactly: echo.server.port))
      let error = #expect(throws: ToolError.self) {
        try HTTPServer(address: "127.0.0.1", port: port) { _ in ServerAnswer(status: 200) }
      }
      #expect(error?.code == .configuration)
      #expect(error?.message.contains("Address already in use") == true)
      #expect(error?.hint?.hasPrefix("Name another port, here or in PORT; 0 is any that is free:\n") == true)
    }
  }

  private func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + TestTime.step
    while try await !condition() {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// A gate that opens when a stream ends: `pass` waits until then.
private actor Gate {
  private let opening: Task<Void, Never>

  init(_ stream: AsyncStream<Void>) {
    opening = Task { for await _ in stream {} }
  }

  func pass() async { await opening.value }
}
