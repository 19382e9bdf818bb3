import Foundation
import TestSupport

/// A relay to a server, on another port, whose connections can be broken.
final class BreakableRelay: Sendable {
  /// The server's URL, through the relay.
  let url: String
  private let listener: Socket
  private let serverPort: Int
  private let connections = Locked<[Socket]>([])
  private let isBroken = Locked(false)
  private let bytes = Locked(0)

  init(to url: String) throws {
    guard var parts = URLComponents(string: url), let port = parts.port else { throw URLError(.badURL) }
    listener = try Socket.listening()
    serverPort = port
    (parts.host, parts.port) = ("127.0.0.1", listener.port)
    self.url = parts.string ?? ""
    Thread.detachNewThread { [self] in
      while let client = listener.accept() { serve(client) }
    }
  }

  /// Whether the relay has passed on bytes since the last call.
  var isBusy: Bool {
    bytes.withLock { bytes in
      defer { bytes = 0 }
      return bytes > 0
    }
  }

  /// Breaks all connections, and accepts no others for a while.
  func breakFor(_ duration: Duration) async {
    isBroken.withLock { $0 = true }
    closeAll()
    try? await Task.sleep(for: duration)
    isBroken.withLock { $0 = false }
  }

  func stop() {
    listener.shutdown()
    closeAll()
  }

  private func closeAll() {
    let open = connections.withLock { connections in
      defer { connections = [] }
      return connections
    }
    for connection in open { connection.shutdown() }
  }

  private func serve(_ client: Socket) {
    guard !isBroken.value, let server = try? Socket.connected(to: serverPort) else {
      return client.shutdown()
    }
    connections.withLock { $0 += [client, server] }
    for (from, to) in [(client, server), (server, client)] {
      Thread.detachNewThread { [self] in
        while let piece = from.receive(), to.send(piece) { bytes.withLock { $0 += piece.count } }
        from.shutdown()
        to.shutdown()
      }
    }
  }
}
