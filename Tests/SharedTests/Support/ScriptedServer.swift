import Foundation
import Synchronization

/// An HTTP server on loopback that does with each connection what its script says, on a thread of the connection's own.
///
/// The first connection gets the first script, and so on; the last script holds for all that follow.
final class ScriptedServer: Sendable {
  /// What happens on a connection, step by step. After the last step it is closed.
  enum Step: Sendable {
    /// Reads a request, body and all.
    case request
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
    /// Closes with a reset rather than an end.
    case reset
  }

  /// What a test may wait for.
  enum Event: Sendable, Equatable {
    case request(String)
    case clientClosed
    /// How many bytes of a flood went out.
    case flooded(Int)
  }

  let port: Int
  /// What happens, in its order.
  let events: AsyncStream<Event>
  private let happened: AsyncStream<Event>.Continuation
  private let listener: Socket
  private let scripts: [[Step]]
  private let released = DispatchSemaphore(value: 0)
  private let accepted = Mutex<[Socket]>([])

  init(_ scripts: [[Step]]) throws {
    self.scripts = scripts
    (events, happened) = AsyncStream.makeStream()
    listener = try Socket.listening()
    port = listener.port
    Thread.detachNewThread { [listener, self] in
      while let connection = listener.accept() { serve(connection) }
    }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections there have been.
  var connections: Int { accepted.withLock(\.count) }

  /// Lets a `stall` go on.
  func release() { released.signal() }

  /// Ends all connections and takes no more.
  func stop() {
    listener.shutdown()
    accepted.withLock { $0.forEach { $0.shutdown() } }
    for _ in 0..<100 { released.signal() }
  }

  private func serve(_ connection: Socket) {
    let number = accepted.withLock { accepted in
      accepted.append(connection)
      return accepted.count - 1
    }
    let script = scripts[min(number, scripts.count - 1)]
    Thread.detachNewThread { [self] in
      for step in script {
        guard perform(step, on: connection) else { break }
      }
      connection.shutdown()
    }
  }

  /// Returns whether the connection goes on.
  private func perform(_ step: Step, on connection: Socket) -> Bool {
    switch step {
    case .request:
      return request(on: connection) != nil
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
    case .reset:
      connection.reset()
      return false
    }
    return true
  }

  private func request(on connection: Socket) -> ReceivedRequest? {
    guard let request = ReceivedRequest(from: connection) else { return nil }
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

extension ScriptedServer {
  /// Runs `work` with a server and an endpoint for it; stops the server whatever happens.
  static func run<Value>(
    _ scripts: [Step]...,
    work: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let server = try ScriptedServer(scripts)
    defer { server.stop() }
    return try await work(server)
  }
}

extension [UInt8] {
  /// A whole answer, its length told.
  static func answer(_ body: [UInt8], status: String = "200 OK", headers: [String] = []) -> [UInt8] {
    let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
    return Array(head.joined(separator: "\r\n") + "\r\n\r\n") + body
  }
}
