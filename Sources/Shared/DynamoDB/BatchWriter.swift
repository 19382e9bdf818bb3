/// Writes items with BatchWriteItem: 25 a request, several requests under way, `UnprocessedItems` sent again.
///
/// Items must have different keys, and writing one twice must do no harm: an answer that is lost is asked for again.
package struct BatchWriter: Sendable {
  let client: DynamoDBClient
  let table: String
  let account: WriteAccount

  /// - Parameter account: Is told of each item written; read it when the writing has failed.
  package init(_ client: DynamoDBClient, table: String, account: WriteAccount) {
    self.client = client
    self.table = table
    self.account = account
  }

  /// Source: Amazon DynamoDB API Reference, BatchWriteItem. (25 items of at most 400 KB are below its 16 MB.)
  private static let batchSize = 25
  private static let requestsUnderWay = 8
  /// How long no item may be taken before the writer gives up. A table of 5 write units takes 5 small items a second.
  private static let patience = Duration.seconds(120)

  /// Writes all items that `produce` hands over, and returns when they are written.
  ///
  /// - Parameter produce: Is called once with a function that takes an item; it waits there when writing is behind.
  package func write(
    _ produce: (_ add: (Item) async throws -> Void) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var batch: [Item] = []
      var underWay = 0
      func send() async throws {
        if underWay == Self.requestsUnderWay {
          try await group.next()
          underWay -= 1
        }
        let items = batch
        group.addTask { try await write(items) }
        underWay += 1
        batch.removeAll(keepingCapacity: true)
      }
      try await produce { item in
        batch.append(item)
        if batch.count == Self.batchSize { try await send() }
      }
      if !batch.isEmpty { try await send() }
      try await group.waitForAll()
    }
  }

  /// Writes one batch to the end: what the service leaves is sent again after a pause that grows.
  private func write(_ items: [Item]) async throws {
    var pending = Dictionary(items.map { ($0.key, $0) }) { $1 }
    var round = 1
    while !pending.isEmpty {
      account.begin(pending.count)
      let left = try await send(Array(pending.values))
      account.end(written: pending.count - left.count, left: left.count)
      pending = pending.filter { left.contains($0.key) }
      guard !pending.isEmpty else { return }
      guard account.idleTime < Self.patience else { throw exhausted() }
      try await Task.sleep(for: client.aws.retries.pause(after: min(round, 9), isThrottled: false))
      round += 1
    }
  }

  /// Sends a request. Returns the keys of the items that the service did not take.
  private func send(_ items: [Item]) async throws -> Set<Item.Key> {
    let answer: JSONValue
    do {
      answer = try await client.aws.call("BatchWriteItem", request(items)).document(
        of: "BatchWriteItem",
        from: client.aws
      )
    } catch let error as ToolError where error.isThrottled {
      // All of it was refused: that is what `UnprocessedItems` says too, for the table as a whole.
      return Set(items.map(\.key))
    } catch let error as ToolError {
      if error.saysNothingWasDone { account.end(written: 0, left: items.count) }
      throw error.about(table: table, of: client.aws)
    }
    return try unprocessed(answer["UnprocessedItems"] ?? [:], of: items)
  }

  /// - Parameter tables: The answer's `UnprocessedItems`: requests by table, none when all items were taken.
  /// - Throws: `ToolError` with the code `.response` when something is among them that was not sent.
  private func unprocessed(_ tables: JSONValue, of items: [Item]) throws(ToolError) -> Set<Item.Key> {
    let isOurs = tables.members?.allSatisfy { $0.name == table && $0.value.array != nil } ?? false
    let requests = tables[table]?.array ?? []
    let left = requests.compactMap(Self.key)
    guard isOurs, left.count == requests.count, Set(left).isSubset(of: items.map(\.key)) else {
      throw client.aws.unexpected("BatchWriteItem", "its UnprocessedItems are not those that were sent")
    }
    return Set(left)
  }

  private func request(_ items: [Item]) -> [UInt8] {
    var body = Array(#"{"RequestItems":{"#.utf8)
    body.reserveCapacity(items.reduce(100) { $0 + $1.document.count + 30 })
    body.appendJSONString(table)
    body.append(contentsOf: ":[".utf8)
    for (index, item) in items.enumerated() {
      body.append(contentsOf: (index == 0 ? #"{"PutRequest":{"Item":"# : #",{"PutRequest":{"Item":"#).utf8)
      body.append(contentsOf: item.document)
      body.append(contentsOf: "}}".utf8)
    }
    body.append(contentsOf: "]}}".utf8)
    return body
  }

  private static func key(of request: JSONValue) -> Item.Key? {
    let item = request["PutRequest"]?["Item"]
    guard let partition = item?["pk"]?["S"]?.string, let sort = item?["sk"]?["S"]?.string else { return nil }
    return Item.Key(partition: partition, sort: sort)
  }

  private func exhausted() -> ToolError {
    ToolError(
      .unfinished,
      "table \"\(table)\" has taken no item for \(Self.patience.components.seconds) s",
      hint: "Raise its write capacity, or try again later"
    )
  }
}

extension ToolError {
  /// Whether the service refused because of too much traffic.
  fileprivate var isThrottled: Bool {
    guard case .service(let error) = code else { return false }
    return RetryPolicy.isThrottling(error)
  }

  /// Whether the service refused all of it. After a failure of its own, or a lost answer, nobody knows.
  fileprivate var saysNothingWasDone: Bool {
    guard case .service(let error) = code else { return false }
    return error.status < 500 && !answersRepetition
  }
}
