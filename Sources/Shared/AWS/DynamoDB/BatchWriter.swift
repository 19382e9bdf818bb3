import Toolkit

/// Writes items with BatchWriteItem: 25 a request, several requests at a time. Unprocessed items are sent
/// again in another request.
///
/// Items must have different keys, and writing an item twice must have no other effect than writing it once:
/// a request whose answer is lost is sent again.
package struct BatchWriter: Sendable {
  private let aws: AWSClient
  private let table: TableName
  private let tally: WriteTally
  private let idle: IdleTime
  private let key: TableKey
  private let onWritten: @Sendable ([Item]) -> Void

  /// - Parameters:
  ///   - tally: Counts the items; it is read after a failure.
  ///   - key: The table's key.
  ///   - onWritten: Called with the items that a request has written.
  package init(
    _ client: DynamoDBClient,
    table: TableName,
    tally: WriteTally,
    key: TableKey = .usual,
    onWritten: @escaping @Sendable ([Item]) -> Void = { _ in }
  ) {
    aws = client.aws
    self.table = table
    self.tally = tally
    idle = IdleTime(aws.wallClock)
    self.key = key
    self.onWritten = onWritten
  }

  /// Source: Amazon DynamoDB API Reference, BatchWriteItem. (25 items of at most 400 KB are below its 16 MB.)
  private static let batchSize = 25
  private static let requestsUnderWay = 8

  /// A request that the service has answered.
  private struct AnsweredBatch {
    let left: [Item]
    /// The pace of the request that is sent after this one.
    let pace: WritePace
  }

  /// Writes all items that `produce` adds, and returns when they are written.
  ///
  /// After a failure nothing more is sent, but the requests under way are awaited, to know which items they
  /// have written. Cancellation does not wait for them.
  ///
  /// - Parameter produce: Called once, with a function that adds an item and waits while too many are unsent.
  package func write(
    _ produce: (_ add: (Item) async throws -> Void) async throws -> Void
  ) async throws {
    let gate = SendGate(aws.wallClock)
    try await withThrowingTaskGroup(of: AnsweredBatch.self) { group in
      do {
        try await write(produce, in: &group, through: gate)
      } catch {
        gate.close()
        while await group.nextResult() != nil {}
        throw error
      }
    }
  }

  private func write(
    _ produce: (_ add: (Item) async throws -> Void) async throws -> Void,
    in group: inout ThrowingTaskGroup<AnsweredBatch, any Error>,
    through gate: SendGate
  ) async throws {
    var waiting: [Item] = []
    // One pace for each request that may be sent now, of eight in all.
    var paces = Array(repeating: WritePace(), count: Self.requestsUnderWay)
    func takeAnswer() async throws {
      guard let sent = try await group.next() else { return }
      waiting += sent.left
      paces.append(sent.pace)
      if !sent.left.isEmpty { try checkPatience() }
    }
    func sendBatch() async throws {
      if paces.isEmpty { try await takeAnswer() }
      let batch = Array(waiting.prefix(Self.batchSize))
      waiting.removeFirst(batch.count)
      let pace = paces.removeLast()
      group.addTask { try await send(batch, at: pace, through: gate) }
    }
    try await produce { item in
      waiting.append(item)
      while waiting.count >= Self.batchSize { try await sendBatch() }
    }
    while paces.count < Self.requestsUnderWay || !waiting.isEmpty {
      if waiting.isEmpty { try await takeAnswer() } else { try await sendBatch() }
    }
  }

  /// Sends a request after the pause of its pace, and records which items were written.
  private func send(_ items: [Item], at pace: WritePace, through gate: SendGate) async throws -> AnsweredBatch
  {
    try await gate.pass(after: pace.pause(aws.retries))
    tally.begin(items)
    do {
      let answer = try await aws.send(
        "BatchWriteItem",
        body: request(items),
        on: table,
        repeatsThrottled: false
      )
      let document = try answer.document(of: "BatchWriteItem", from: aws)
      let left = try unprocessed(document["UnprocessedItems"], of: items)
      tally.end(items, left: left, isRepetition: answer.earlierAttemptMayHaveSucceeded)
      if left.count < items.count { idle.restart() }
      let keys = Set(left.map(\.key))
      onWritten(items.filter { !keys.contains($0.key) })
      return AnsweredBatch(left: left, pace: pace.after(sent: items.count, left: left.count))
    } catch let failure as CallFailure where failure.error.isThrottled {
      // Throttling of the whole request has the same meaning as all items in `UnprocessedItems`.
      tally.end(items, left: items, isRepetition: failure.earlierAttemptMayHaveSucceeded)
      aws.record.count()
      return AnsweredBatch(
        left: items,
        pace: pace.after(sent: items.count, left: items.count, retryAfter: failure.retryAfter)
      )
    } catch let failure as CallFailure {
      if failure.error.saysNothingWasDone {
        tally.end(items, left: items, isRepetition: failure.earlierAttemptMayHaveSucceeded)
      }
      throw failure.error
    }
  }

  /// - Parameter tables: The answer's `UnprocessedItems`: requests by table, an empty object when all items
  ///   were written. An answer without it is not DynamoDB's (Amazon DynamoDB API Reference: "the response
  ///   contains an empty map").
  /// - Throws: `ToolError` with the code `.response` when it is missing, or has an item that was not sent.
  private func unprocessed(_ tables: JSONValue?, of items: [Item]) throws(ToolError) -> [Item] {
    let isOurs =
      tables?.members?.allSatisfy { $0.name == table.description && $0.value.array != nil } ?? false
    let requests = tables?[table.description]?.array ?? []
    let keys = Set(requests.compactMap { $0["PutRequest"]?["Item"].flatMap(key.key) })
    let left = items.filter { keys.contains($0.key) }
    guard isOurs, left.count == requests.count else {
      throw aws.unexpected("BatchWriteItem", reason: "its UnprocessedItems are not those that were sent")
    }
    return left
  }

  private func request(_ items: [Item]) -> [UInt8] {
    var body = Array(#"{"RequestItems":{"#.utf8)
    body.reserveCapacity(items.reduce(100) { $0 + $1.document.count + 30 })
    body.appendJSONString(table.description)
    body.append(contentsOf: ":[".utf8)
    for (index, item) in items.enumerated() {
      body.append(contentsOf: (index == 0 ? #"{"PutRequest":{"Item":"# : #",{"PutRequest":{"Item":"#).utf8)
      body.append(contentsOf: item.document)
      body.append(contentsOf: "}}".utf8)
    }
    body.append(contentsOf: "]}}".utf8)
    return body
  }

  /// - Throws: `ToolError` with the code `.unfinished` when no item has been accepted for too long.
  private func checkPatience() throws(ToolError) {
    let idle = idle.duration
    guard idle >= Limits.throttlePatience else {
      return aws.record.note("table \"\(table)\" takes no items at the moment; trying again", after: idle)
    }
    throw ToolError(
      .unfinished,
      message: "table \"\(table)\" has taken no item for \(Limits.throttlePatience.components.seconds) s",
      next: .raiseCapacity
    )
  }
}

extension ToolError {
  /// Whether the request certainly had no effect. After an internal error of the service, or a lost answer,
  /// that is unknown.
  fileprivate var saysNothingWasDone: Bool {
    switch code {
    case .service, .transport, .credentials: !mayHaveBeenDone
    default: false
    }
  }
}
