import Foundation
import Synchronization

/// An HTTP server on loopback that does what its script says, each connection on a thread of its own.
package final class ScriptedServer: Sendable {
  /// What happens on a connection, step by step.
  package enum Step: Sendable {
    /// Reads a request, body and all.
    case request
    /// Reads the first bytes of a request, up to 64 KB of them.
    case startOfRequest
    /// Sends bytes as they are.
    case send([UInt8])
    /// Sends one byte after another, with a pause before each.
    case trickle([UInt8], pause: Duration)
    /// Waits until the test releases it, or stops the server.
    case stall
    /// Waits until the client has closed its side.
    case untilClosed
    /// Answers each request with its own body, until the client closes.
    case echo
    /// Sends so many bytes, or as many as the client takes.
    case flood(Int)
    /// Ends the connection.
    case close
    /// Ends it with a reset.
    case reset
  }

  /// The server's script.
  private enum Script: Sendable {
    /// The first connection gets the first steps, the second one the second, and all further ones the last.
    /// At the end of its steps a connection is closed.
    case connections([[Step]])
    /// The steps for each request. The connection is kept for the next request unless a step closes it.
    case requests(@Sendable (ReceivedRequest) -> [Step])
  }

  /// An event that a test may wait for.
  package enum Event: Sendable, Equatable {
    case request(String)
    case clientClosed
    /// The server has closed a connection.
    case closed
    /// How many bytes of a flood went out.
    case flooded(Int)
  }

  private struct State {
    var connections: [Socket] = []
    var requests: [ReceivedRequest] = []
  }

  package let port: Int
  /// The events, in their order.
  package let events: AsyncStream<Event>
  private let happened: AsyncStream<Event>.Continuation
  private let listener: Socket
  private let script: Script
  private let released = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  package convenience init(_ connections: [[Step]]) throws {
    try self.init(.connections(connections))
  }

  /// - Parameter answer: Returns the steps for a request.
  package convenience init(answer: @escaping @Sendable (ReceivedRequest) -> [Step]) throws {
    try self.init(.requests(answer))
  }

  private init(_ script: Script) throws {
    self.script = script
    (events, happened) = AsyncStream.makeStream()
    listener = try Socket.listening()
    port = listener.port
    Thread.detachNewThread { [listener, self] in
      while let connection = listener.accept() { serve(connection) }
    }
  }

  package var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections there have been.
  package var connections: Int { state.withLock(\.connections.count) }

  /// All requests received, in their order.
  package var requests: [ReceivedRequest] { state.withLock(\.requests) }

  /// Lets a `stall` go on.
  package func release() { released.signal() }

  /// Ends all connections and accepts no others.
  package func stop() {
    listener.shutdown()
    state.withLock { $0.connections.forEach { $0.shutdown() } }
    for _ in 0..<100 { released.signal() }
  }
}

// MARK: - On a connection

extension ScriptedServer {
  private func serve(_ connection: Socket) {
    let number = state.withLock { state in
      state.connections.append(connection)
      return state.connections.count - 1
    }
    Thread.detachNewThread { [self] in
      switch script {
      case .connections(let scripts):
        _ = perform(scripts[min(number, scripts.count - 1)], on: connection)
      case .requests(let answer):
        while let request = request(on: connection), perform(answer(request), on: connection) {}
      }
      connection.shutdown()
      happened.yield(.closed)
    }
  }

  /// Returns whether the connection goes on.
  private func perform(_ steps: [Step], on connection: Socket) -> Bool {
    steps.allSatisfy { perform($0, on: connection) }
  }

  private func perform(_ step: Step, on connection: Socket) -> Bool {
    switch step {
    case .request:
      return request(on: connection) != nil
    case .startOfRequest:
      return connection.receive() != nil
    case .send(let bytes):
      return connection.send(bytes)
    case .trickle(let bytes, let pause):
      return bytes.allSatisfy { byte in
        Thread.sleep(forTimeInterval: pause / .seconds(1))
        return connection.send([byte])
      }
    case .stall:
      released.wait()
    case .untilClosed:
      while connection.receive() != nil {}
      happened.yield(.clientClosed)
    case .echo:
      while let request = request(on: connection) {
        guard connection.send(.answer(request.body)) else { return false }
      }
      return false
    case .flood(let count):
      happened.yield(.flooded(flood(count, on: connection)))
    case .close:
      return false
    case .reset:
      connection.reset()
      return false
    }
    return true
  }

  private func request(on connection: Socket) -> ReceivedRequest? {
    guard let request = ReceivedRequest(from: connection) else { return nil }
    state.withLock { $0.requests.append(request) }
    happened.yield(.request(request.head))
    return request
  }

  private func flood(_ count: Int, on connection: Socket) -> Int {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    var sent = 0
    while sent < count, connection.send(piece) { sent += piece.count }
    return sent
  }
}

// MARK: - A server for one test

extension ScriptedServer {
  /// Runs `work` with a server for these connections; stops it whatever happens.
  package static func run<Value>(
    _ connections: [Step]...,
    work: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let server = try ScriptedServer(connections)
    defer { server.stop() }
    return try await work(server)
  }

  /// Runs `work` with a server that answers by `answer`; stops it whatever happens.
  package static func with<Value>(
    _ answer: @escaping @Sendable (ReceivedRequest) -> Answer,
    _ work: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let server = try ScriptedServer { answer($0).steps }
    defer { server.stop() }
    return try await work(server)
  }
}
