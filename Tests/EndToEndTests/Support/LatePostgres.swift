import Foundation
import TestSupport

/// PostgreSQL behind a relay that holds back one answer until the tool sends a CancelRequest: a Ctrl-C that
/// comes when the server has already executed the statement.
final class LatePostgres: Sendable {
  let url: String
  /// Returns when the answer that is held back has arrived from the server.
  let waitUntilDone: @Sendable () async -> Void

  private let statement: String
  private let answersWhenAsked: Bool
  private let listener: Socket
  private let serverPort: Int
  private let sent = Locked("")
  private let isKept = Locked(false)
  private let askedToStop = DispatchSemaphore(value: 0)
  private let arrived: AsyncStream<Void>.Continuation

  /// - Parameters:
  ///   - url: The database.
  ///   - statement: A part of the statement whose answer is late.
  ///   - answersWhenAsked: Whether the answer is passed on at the CancelRequest; otherwise it comes long
  ///     after that.
  init(before url: String, holding statement: String, answersWhenAsked: Bool = true) throws {
    guard var parts = URLComponents(string: url), let port = parts.port else { throw URLError(.badURL) }
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    (self.statement, self.arrived, serverPort) = (statement, arrived, port)
    self.answersWhenAsked = answersWhenAsked
    listener = try Socket.listening()
    (parts.host, parts.port, parts.query) = ("127.0.0.1", listener.port, "sslmode=disable")
    self.url = parts.string ?? ""
    waitUntilDone = { for await _ in arrivals {} }
    Thread.detachNewThread { [listener] in
      while let client = listener.accept() { Thread.detachNewThread { self.relay(client) } }
    }
  }

  /// All that the tool has sent, over all its connections.
  var received: String { sent.value }

  func shutdown() { listener.shutdown() }

  /// Source: PostgreSQL documentation, "Message Formats": CancelRequest.
  private static let cancelRequest: [UInt8] = [0, 0, 0, 16, 4, 210, 22, 46]

  private func relay(_ client: Socket) {
    guard let start = client.receive() else { return }
    if start.starts(with: Self.cancelRequest) {
      if answersWhenAsked { askedToStop.signal() }
      return
    }
    guard let server = try? Socket.connected(to: serverPort) else { return client.shutdown() }
    server.send(start)
    Thread.detachNewThread { self.answer(client, from: server) }
    while let bytes = client.receive() {
      note(String(decoding: bytes, as: UTF8.self))
      server.send(bytes)
    }
    server.shutdown()
  }

  private func note(_ text: String) {
    sent.withLock { $0 += text }
    guard text.contains(statement) else { return }
    isKept.withLock { $0 = true }
  }

  private func answer(_ client: Socket, from server: Socket) {
    while let bytes = server.receive() {
      let isLate = isKept.withLock { isKept in
        defer { isKept = false }
        return isKept
      }
      if isLate {
        arrived.finish()
        _ = askedToStop.wait(timeout: .now() + TestTime.step / .seconds(1))
      }
      client.send(bytes)
    }
    client.shutdown()
  }
}
