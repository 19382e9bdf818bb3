import CCurl
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct CurlTransportFaultTests {
  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.0 400 Bad request syntax\r\n\r\n<html>", "<!DOCTYPE HTML>",
  ])
  func `a server that answers a TLS handshake in plain http is recognised`(answer: String) async throws {
    try await ScriptedServer.run([.startOfRequest, .send(Array(answer.utf8))]) { server in
      let endpoint = try #require(Endpoint("https://127.0.0.1:\(server.port)"))
      let error = try await toolError {
        _ = try await withCurl { try await $0.send(HTTPRequest(.post, at: endpoint), timeouts: .test) }
      }
      #expect(error.code == .transport(.plainHTTP) && error.message == "the server speaks http, not https")
    }
  }

  @Test func `a server that ends a TLS handshake is not taken for a plain http server`() async throws {
    try await ScriptedServer.run([.startOfRequest, .close]) { server in
      let endpoint = try #require(Endpoint("https://127.0.0.1:\(server.port)"))
      let error = try await toolError {
        _ = try await withCurl { try await $0.send(HTTPRequest(.post, at: endpoint), timeouts: .test) }
      }
      #expect(error.code == .transport(.tls))
    }
  }

  typealias Step = ScriptedServer.Step

  private func failure(_ script: [Step], read: Duration = TestTime.step) async throws -> TransportFailure? {
    let timeouts = Timeouts(connect: TestTime.step, read: read)
    let error = try await toolError { _ = try await exchange(script, timeouts: timeouts) }
    if case .transport(let failure) = error.code { return failure }
    return nil
  }

  @Test(
    arguments: [
      [.request], [.request, .reset], [], [.request, .send(Array("HTTP/1.1 200 OK\r\n"))],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"))],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")), .reset],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123"))],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n"))],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nContent-Type: x\r\nX-Amz"))],
      [.request, .send(Array("HTTP/1.1 100 C\r\n\r\n"))],
    ] as [[Step]]
  )
  func `an answer that ends early, or never begins, is a lost connection`(script: [Step]) async throws {
    #expect(try await failure(script) == .connectionLost)
  }

  /// libcurl may notice the reset before it notices that the connection was established.
  @Test func `a connection that is reset immediately is lost, or was never established`() async throws {
    let failure = try #require(try await failure([.reset]))
    #expect([.connectionLost, .notConnected, .cannotConnect].contains(failure))
  }

  @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0\0\0\0\0", "+OK ready\r\n", "{}"])
  func `a server of another protocol is not a lost connection`(greeting: String) async throws {
    #expect(try await failure([.request, .send(Array(greeting))]) == .unreadableAnswer)
  }

  @Test func `a refused connection is reported as such`() async throws {
    let server = try ScriptedServer([[.echo]])
    let request = try HTTPRequest.test(server)
    server.stop()
    let error = try await toolError {
      _ = try await withCurl { try await $0.send(request, timeouts: .test) }
    }
    #expect(error.code == .transport(.cannotConnect))
    #expect(!error.message.isEmpty)
  }

  @Test func `a connection that is not accepted is another failure than no answer`() async throws {
    let server = try Socket.full()
    defer { server.shutdown() }
    let endpoint = try #require(Endpoint("http://127.0.0.1:\(server.port)"))
    let timeouts = Timeouts(connect: .milliseconds(100), read: TestTime.step)
    let error = try await toolError {
      _ = try await withCurl { try await $0.send(HTTPRequest(.get, at: endpoint), timeouts: timeouts) }
    }
    #expect(error.code == .transport(.connectTimedOut))
    #expect(!error.mayHaveBeenDone)
  }

  @Test func `a host that does not resolve is reported as such`() async throws {
    let error = try await toolError {
      _ = try await withCurl { transport in
        try await transport.send(HTTPRequest(.get, at: Endpoint(https: "nowhere.invalid")), timeouts: .test)
      }
    }
    #expect(error.code == .transport(.unknownHost))
  }

  @Test(
    arguments: [
      [.request, .stall], [.stall],
      [.request, .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1")), .stall],
    ] as [[Step]]
  )
  func `an answer that stalls is cut at the read timeout`(script: [Step]) async throws {
    let start = ContinuousClock.now
    #expect(try await failure(script, read: .seconds(1)) == .timedOut)
    // The time has no upper limit here, because a busy machine is late; without the timeout the test would
    // hang.
    #expect(ContinuousClock.now - start >= .milliseconds(900))
  }

  @Test(arguments: ["X-Endless: 1\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
  func `an endless header is ended`(line: String) async throws {
    let piece = Array(String(repeating: line, count: 4_000))
    let endless = Array(repeating: Step.send(piece), count: 1_000)
    let start = Array("HTTP/1.1 200 OK\r\n")
    try await ScriptedServer.run([.request, .send(start)] + endless + [.untilClosed]) { server in
      let error = try await toolError {
        _ = try await withCurl { try await $0.send(.test(server), timeouts: .test) }
      }
      guard case .transport(let failure) = error.code else { throw error }
      #expect(failure == .unreadableAnswer || failure == .connectionLost, "\(error)")
      #expect(error.mayHaveBeenDone)
    }
  }

  @Test func `a slow answer is not cut, although it takes longer than the read timeout`() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")
    let (pause, read) = (Duration.seconds(1) * TestTime.scale, Duration.seconds(8) * TestTime.scale)
    let script: [Step] = [.request, .send(head), .trickle(Array("very, slowly"), pause: pause)]
    let start = ContinuousClock.now
    let response = try await exchange(script, timeouts: Timeouts(connect: TestTime.step, read: read))
    #expect(response.body.text == "very, slowly")
    #expect(ContinuousClock.now - start > read)
  }

  @Test(
    arguments: [[.request, .untilClosed], [.request, .send(Array("HTTP/1.1 200 OK\r\n")), .untilClosed]]
      as [[Step]]
  )
  func `cancelling closes the connection immediately`(script: [Step]) async throws {
    try await ScriptedServer.run(script) { server in
      try await withCurl { transport in
        let timeouts = Timeouts(connect: TestTime.step, read: TestTime.test * 2)
        let work = Task { try await transport.send(.test(server), timeouts: timeouts) }
        var events = server.events.makeAsyncIterator()
        guard case .request = await events.next() else { throw ToolError(.response, message: "no request") }
        work.cancel()
        // Without the cancellation this would last until the read timeout, longer than the test may take.
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(await events.next() == .clientClosed)
      }
    }
  }

  @Test func `a task that is cancelled already sends nothing`() async throws {
    try await ScriptedServer.run([.echo]) { server in
      try await withCurl { transport in
        let work = Task {
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
          return try await transport.send(.test(server), timeouts: .test)
        }
        await #expect(throws: CancellationError.self) { try await work.value }
        let next = try await transport.send(.test(server, "x"), timeouts: .test)
        #expect(next.body.text == "x")
      }
      #expect(server.connections == 1)
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n",
  ])
  func `an answer beyond 64 MB is ended`(head: String) async throws {
    try await ScriptedServer.run([.request, .send(Array(head)), .flood(1 << 30)]) { server in
      let error = try await toolError {
        _ = try await withCurl { try await $0.send(.test(server), timeouts: .test) }
      }
      guard case .transport(let failure) = error.code else { throw error }
      #expect(failure == .unreadableAnswer || failure == .connectionLost)
      #expect(error.mayHaveBeenDone)
      for await case .flooded(let count) in server.events {
        #expect(count < 80 << 20)
        break
      }
    }
  }

  @Test(
    arguments: [
      (CURLE_COULDNT_RESOLVE_HOST, .unknownHost), (CURLE_COULDNT_CONNECT, .cannotConnect),
      (CURLE_OPERATION_TIMEDOUT, .timedOut), (CURLE_PEER_FAILED_VERIFICATION, .certificate),
      (CURLE_SSL_CACERT_BADFILE, .certificate), (CURLE_SSL_CONNECT_ERROR, .tls),
      (CURLE_COULDNT_RESOLVE_PROXY, .proxy), (CURLE_PROXY, .proxy),
      (CURLE_URL_MALFORMAT, .invalidRequest), (CURLE_PARTIAL_FILE, .connectionLost),
      (CURLE_GOT_NOTHING, .connectionLost),
      (CURLE_SEND_ERROR, .connectionLost), (CURLE_RECV_ERROR, .connectionLost),
    ] as [(CURLcode, TransportFailure)]
  )
  func `libcurl's codes are mapped to failures`(code: CURLcode, failure: TransportFailure) {
    let isOfAnswer = failure == .connectionLost || failure == .timedOut
    #expect(TransportFailure(code, isConnected: isOfAnswer) == failure)
  }

  @Test(arguments: [CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING])
  func `a failure before the connection is established is not a lost connection`(code: CURLcode) {
    #expect(TransportFailure(code, isConnected: false) == .notConnected)
    #expect(TransportFailure(CURLE_OPERATION_TIMEDOUT, isConnected: false) == .connectTimedOut)
  }

  @Test(arguments: [
    CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PROXY,
    CURLE_PEER_FAILED_VERIFICATION, CURLE_ABORTED_BY_CALLBACK,
  ])
  func `a failure to reconnect after the request was sent is a lost connection`(code: CURLcode) {
    #expect(TransportFailure(code, isConnected: true) == .connectionLost)
  }

  @Test(arguments: [CURLE_WRITE_ERROR, CURLE_OUT_OF_MEMORY, CURLE_UNSUPPORTED_PROTOCOL])
  func `a failure after the request was sent concerns the answer`(code: CURLcode) {
    #expect(TransportFailure(code, isConnected: true) == .unreadableAnswer)
  }
}
