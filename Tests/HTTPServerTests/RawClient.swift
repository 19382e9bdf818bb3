import Foundation
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// A server whose answers repeat the request's method, path and body length, with a list of all requests.
final class EchoServer: Sendable {
  let server: HTTPServer
  let requests = SeenRequests()

  /// - Parameter pause: Is awaited before each answer.
  init(
    _ limits: ServerLimits = ServerLimits(),
    pause: @escaping @Sendable () async -> Void = {}
  ) throws {
    let seen = requests
    server = try HTTPServer(address: "127.0.0.1", port: 0, limits: limits) { request in
      let text = "\(request.method) \(request.target.path) \(request.body.count)"
      seen.add(text)
      await pause()
      return ServerAnswer(status: 200, headers: ["Content-Type": "text/plain"], body: Array("[\(text)]".utf8))
    }
  }

  /// Runs `body` with a server, which is supervised meanwhile, and stopped whatever happens.
  ///
  /// - Parameter stopTime: The time for finishing requests; nil for that of the limits, but 3 s at most.
  static func with(
    _ limits: ServerLimits = ServerLimits(),
    stopTime: Duration? = nil,
    pause: @escaping @Sendable () async -> Void = {},
    _ body: (EchoServer) async throws -> Void
  ) async throws {
    var limits = limits
    limits.stopTime = stopTime ?? min(limits.stopTime, .seconds(3))
    let echo = try EchoServer(limits, pause: pause)
    let supervision = Task { try await echo.server.supervise { false } }
    do {
      try await body(echo)
    } catch {
      supervision.cancel()
      _ = await echo.server.stop()
      throw error
    }
    supervision.cancel()
    _ = await echo.server.stop()
  }

  /// Sends bytes on a connection of its own, and returns all that comes back until the server closes it.
  func talk(_ bytes: [UInt8]) async throws -> String {
    let port = server.port
    return try await onThread {
      let socket = try Socket.connected(to: port)
      socket.send(bytes)
      return socket.text()
    }
  }

  func talk(_ text: String) async throws -> String { try await talk(Array(text.utf8)) }
}

final class SeenRequests: Sendable {
  private let list = Mutex<[String]>([])
  var all: [String] { list.withLock { $0 } }
  func add(_ text: String) { list.withLock { $0.append(text) } }
}

extension Socket {
  /// All that comes until the other side closes.
  func text() -> String {
    var bytes: [UInt8] = []
    while let piece = receive() { bytes += piece }
    return String(decoding: bytes, as: UTF8.self)
  }

  func send(_ text: String) { send(Array(text.utf8)) }
}

/// Does work that blocks on a thread of its own.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await onThreadOfItsOwn { Result { try work() } }.get()
}

extension String {
  /// The statuses of the answers in it.
  var statuses: [Int] { matches(of: #/HTTP/1\.[01] (\d{3})/#).compactMap { Int($0.output.1) } }
}
