import Toolkit

extension DynamoDBClient {
  /// Deletes items, 25 a request. Unprocessed items are sent again, with growing pauses.
  ///
  /// - Parameter progress: Called after each request with the number of items that it has deleted.
  /// - Throws: `ToolError`; with the code `.unfinished` when nothing was deleted for too long.
  package func delete(
    _ keys: [Item.Key],
    from table: TableName,
    progress: (_ deleted: Int) -> Void
  ) async throws {
    var waiting = keys
    var pace = WritePace()
    let idle = IdleTime(aws.wallClock)
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(25))
      let pause = pace.pause(aws.retries)
      if pause > .zero { try await aws.wallClock.sleep(pause) }
      let left = try await undeleted(of: batch, table: table)
      waiting = left + waiting.dropFirst(batch.count)
      pace = pace.after(sent: batch.count, left: left.count)
      if left.count < batch.count { idle.restart() }
      progress(batch.count - left.count)
      guard idle.duration < Limits.throttlePatience else {
        let seconds = Limits.throttlePatience.components.seconds
        throw ToolError(
          .unfinished,
          message: "table \"\(table)\" has deleted no item for \(seconds) s",
          next: .raiseCapacity
        )
      }
    }
  }

  /// Sends one request, and returns which of its items are not deleted.
  private func undeleted(of batch: [Item.Key], table: TableName) async throws -> [Item.Key] {
    let requests = batch.map { key -> JSONValue in ["DeleteRequest": ["Key": key.document]] }
    let answer = try await call(
      "BatchWriteItem",
      on: table,
      input: ["RequestItems": .object([table.description: .array(requests)])]
    )
    guard let tables = answer["UnprocessedItems"]?.members else {
      throw aws.unexpected("BatchWriteItem", reason: "it has no UnprocessedItems")
    }
    let left = tables.flatMap { $0.value.array ?? [] }.compactMap { $0["DeleteRequest"]?["Key"] }
    let keys = Set(left.compactMap(Item.Key.init))
    return batch.filter { keys.contains($0) }
  }
}

extension Item.Key {
  /// In DynamoDB's JSON.
  var document: JSONValue { ["pk": ["S": .string(partition)], "sk": ["S": .string(sort)]] }

  /// The key of an item in DynamoDB's JSON; nil where it has no key of two texts.
  package init?(_ item: JSONValue) {
    guard let partition = item["pk"]?["S"]?.string, let sort = item["sk"]?["S"]?.string else { return nil }
    self.init(partition: partition, sort: sort)
  }
}
