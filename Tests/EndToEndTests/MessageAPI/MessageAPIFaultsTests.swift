import Foundation
import TestSupport
import Testing

/// Stores that go away and come back in the middle of many messages.
@Suite(.needsStack, .serialized, .inTurn) struct MessageAPIFaultsTests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  private static let count = 100

  private struct Result: Decodable {
    let accepted: Int
    let repeated: Int
    let refused: [Int]
  }

  /// The stores and the server behind relays: a relay that breaks its connections is a store that is restarted, or a
  /// network that loses answers. What the client sends again has its key.
  @Test func `no message that was accepted is lost, and none is there twice`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("faults")
        try await world.output(of: "ddb-schema-load", ["--table", table])
        try await world.output(of: "ddb-seed", ["--table", table])
        let dynamoDB = try BreakableRelay(to: world.stack.dynamoDB)
        let postgres = try BreakableRelay(to: try #require(world.environment["CONNECTION_URL"]))
        defer {
          dynamoDB.stop()
          postgres.stop()
        }
        var relayed = world
        relayed.environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDB.url
        relayed.environment["CONNECTION_URL"] = postgres.url + "?sslmode=disable"
        try await APIServer.with(["--table", table], in: relayed) { api in
          let token = try await api.token(of: "Sama")
          let network = try BreakableRelay(to: api.url)
          defer { network.stop() }
          // One connection at a time: moto undoes a refused transaction by putting the whole table back as it was,
          // and with it what other transactions have written meanwhile.
          async let sending = world.oracle(
            "send_messages.py",
            [network.url, token, Self.group, String(Self.count), "1"],
            as: Result.self
          )
          for relay in [network, dynamoDB, postgres, network, dynamoDB] {
            try await wait(for: "requests to be under way") { network.isBusy }
            await relay.breakFor(.milliseconds(300))
          }
          let result = try await sending
          #expect(result.accepted == Self.count, "\(result)")
          #expect(result.repeated > 0 && result.refused.allSatisfy { $0 == 0 || $0 == 503 }, "\(result)")
          let texts = try await world.texts(of: Self.group, in: table).filter { $0.hasPrefix("message ") }
          #expect(texts.count == Self.count && Set(texts).count == Self.count)
        }
      }
    }
  }
}

extension World {
  /// The texts of a group's messages.
  fileprivate func texts(of group: String, in table: String) async throws -> [String] {
    let query = """
      {"TableName":"\(table)","KeyConditionExpression":"pk = :pk",
       "ExpressionAttributeValues":{":pk":{"S":"MSG#\(group)"}}}
      """
    let answer = try await dynamoDB.call("DynamoDB_20120810.Query", query)
    let items = try #require(answer["Items"] as? [[String: [String: String]]])
    return items.compactMap { $0["message"]?["S"] }
  }
}

/// A server on another port, whose connections can be broken.
private final class BreakableRelay: Sendable {
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

  /// Whether it has relayed something since it was asked last.
  var isBusy: Bool {
    bytes.withLock { bytes in
      defer { bytes = 0 }
      return bytes > 0
    }
  }

  /// Breaks all connections, and takes none for a while.
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
