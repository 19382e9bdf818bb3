import Foundation
import TestSupport
import Testing

/// Stores that go away and come back in the middle of many messages.
@Suite(.needsStack, .serialized, .inTurn) struct MessageAPIFaultsTests {
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  private static let partner = "phidel"
  private static let count = 100

  /// 1,000 with `TEST_FAULT_MESSAGES=1000 scripts/test --filter MessageAPIFaultsTests`.
  private static let countWithRestarts =
    ProcessInfo.processInfo.environment["TEST_FAULT_MESSAGES"].flatMap { Int($0) } ?? 200

  private struct Result: Decodable {
    let accepted: [String]
    let repeated: Int
    let refused: [Int]
  }

  /// Sends messages to the API, each until it is accepted, on several connections.
  private func send(
    _ count: Int,
    to url: String,
    _ token: String,
    group: String,
    threads: Int,
    in world: World
  ) async throws -> Result {
    try await world.oracle(
      "send_messages.py",
      [url, token, group, Self.partner, String(count), String(threads)],
      as: Result.self
    )
  }

  /// Each message was accepted, and the accepted ones are those that are there, once each.
  private func check(_ result: Result, _ count: Int, _ rows: [[String: String]]) {
    let written = rows.filter { $0["message"]?.hasPrefix("message ") == true }
    let uuids = written.compactMap { $0["message_uuid"] }
    #expect(result.accepted.count == count && Set(uuids) == Set(result.accepted), "\(result)")
    #expect(written.count == count && Set(written.compactMap { $0["message"] }).count == count)
    #expect(result.repeated > 0 && result.refused.allSatisfy { $0 == 0 || $0 == 503 }, "\(result)")
  }

  /// The stores and the server behind relays: a relay that breaks its connections is a store that is
  /// restarted, or a network that loses answers. What the client sends again has its key.
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
          // One connection at a time: moto undoes a refused transaction by putting the whole table back as it
          // was, and with it what other transactions have written meanwhile.
          async let sending = send(
            Self.count,
            to: network.url,
            token,
            group: Self.group,
            threads: 1,
            in: world
          )
          for relay in [network, dynamoDB, postgres, network, dynamoDB] {
            try await wait(for: "requests to be under way") { network.isBusy }
            await relay.breakFor(.milliseconds(300))
          }
          try await check(sending, Self.count, world.messages(of: Self.group, in: table))
        }
      }
    }
  }

  /// PostgreSQL is a real one that is restarted as after a loss of power. DynamoDB keeps its rows over a
  /// restart, which moto does not, so it is a table in memory here: all its connections break and none is
  /// taken for a while, and beside that it loses answers of writes that it carried out, refuses some, and
  /// lets transactions conflict.
  @Test func `restarts of PostgreSQL and DynamoDB lose no message of many connections, and double none`()
    async throws
  {
    let table = MemoryTable { operation, number in
      guard operation == "TransactWriteItems" else { return nil }
      if number % 17 == 0 { return .lostAnswer }
      if number % 19 == 0 { return .cancelled("TransactionConflict") }
      return number % 23 == 0 ? .refused("InternalServerError", status: 500) : nil
    }
    let server = try ScriptedServer { table.steps(for: $0) }
    let dynamoDB = try BreakableRelay(to: server.url)
    defer {
      dynamoDB.stop()
      server.stop()
    }
    try await withWorld { world in
      try await PrivatePostgres.with(in: world) { world, postgres in
        var world = world
        world.environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDB.url
        try await APIServer.with(in: world) { api in
          try await sendDuringRestarts(api, table, dynamoDB, postgres)
        }
      }
    }
  }

  private func sendDuringRestarts(
    _ api: APIServer,
    _ table: MemoryTable,
    _ dynamoDB: BreakableRelay,
    _ postgres: PrivatePostgres
  ) async throws {
    let token = try await api.token(of: "Sama")
    let body = ["message": "the first one", "handle": Self.partner]
    let first = try await api.call("POST", "/api/messages", token: token, body: body)
    let group = try #require(first.object["message_group_uuid"] as? String)
    let network = try BreakableRelay(to: api.url)
    defer { network.stop() }
    let count = Self.countWithRestarts
    async let sending = send(count, to: network.url, token, group: group, threads: 8, in: api.world)
    for round in 1...8 {
      try await wait(for: "part \(round) of the messages") { table.messages.count > count * round / 10 }
      switch round % 4 {
      case 1, 3: try await postgres.crash()
      case 2: await dynamoDB.breakFor(.milliseconds(500))
      default: await network.breakFor(.milliseconds(100))
      }
    }
    try await check(sending, count, table.messages)
    let keys = table.rows.filter { $0.key.partition.hasPrefix("KEY#") }
    #expect(keys.count == count)
  }
}

extension MemoryTable {
  fileprivate var messages: [[String: String]] {
    rows.filter { $0.key.partition.hasPrefix("MSG#") }.map(\.value)
  }
}

extension World {
  /// The rows of a group's messages.
  fileprivate func messages(of group: String, in table: String) async throws -> [[String: String]] {
    let query = """
      {"TableName":"\(table)","KeyConditionExpression":"pk = :pk",
       "ExpressionAttributeValues":{":pk":{"S":"MSG#\(group)"}}}
      """
    let answer = try await dynamoDB.call("DynamoDB_20120810.Query", query)
    let items = try #require(answer["Items"] as? [[String: [String: String]]])
    return items.map { $0.compactMapValues { $0["S"] } }
  }
}
