import Toolkit

/// Follows a stream: hands over the records of all its shards, a parent's before its children's, and goes on until its task is
/// cancelled.
package struct StreamFollower: Sendable {
  /// Does the work of some records of one shard, in their order.
  ///
  /// - Returns: The sequence number of the first record that is to come again; nil when all are done with.
  package typealias Work = @Sendable (_ records: [StreamRecord]) async throws -> String?

  private let client: StreamsClient
  private let console: Console
  /// Where the reading of a shard begins that was there before, and of which nothing has been read.
  private let start: StreamsClient.Start

  package init(_ client: StreamsClient, _ console: Console, start: StreamsClient.Start) {
    self.client = client
    self.console = console
    self.start = start
  }

  /// How long to wait when no shard has a record. DynamoDB allows five reads of a shard in a second.
  private static let idlePause = Duration.milliseconds(500)
  /// How long to wait before records come again that could not be done.
  private static let failurePause = Duration.seconds(1)
  /// After so many rounds the stream is asked for new shards.
  private static let roundsOfDescription = 20

  /// - Parameters:
  ///   - checkpoint: How far an earlier run came.
  ///   - save: Is called after each piece of work.
  /// - Throws: What `work` and `save` throw, `ToolError` when the stream cannot be read, or `CancellationError`.
  package func run(
    from checkpoint: StreamCheckpoint,
    work: Work,
    save: (StreamCheckpoint) throws -> Void
  ) async throws {
    var checkpoint = checkpoint
    var iterators: [String: String] = [:]
    var known: Set<String> = []
    var isFirst = true
    while true {
      let shards = try await client.shards(of: checkpoint.stream)
      checkpoint.keep(only: shards)
      for _ in 0..<Self.roundsOfDescription {
        var isIdle = true
        var hasClosed = false
        for shard in readable(shards, checkpoint) {
          let begin = isFirst || known.contains(shard.id) ? start : .trimHorizon
          let progress = try await read(shard, from: begin, &iterators, &checkpoint, work: work)
          known.insert(shard.id)
          if progress != .nothing {
            isIdle = false
            try save(checkpoint)
          }
          hasClosed = hasClosed || progress == .closed
        }
        isFirst = false
        if hasClosed { break }
        if isIdle { try await client.aws.wallClock.sleep(Self.idlePause) }
        try Task.checkCancellation()
      }
    }
  }

  /// Those that are not read to their end, and whose parent is.
  private func readable(
    _ shards: [StreamsClient.Shard],
    _ checkpoint: StreamCheckpoint
  ) -> [StreamsClient.Shard] {
    let open = Set(shards.map(\.id).filter { checkpoint.positions[$0]?.isFinished != true })
    return shards.filter { shard in
      open.contains(shard.id) && !(shard.parent.map { open.contains($0) } ?? false)
    }
  }

  private enum Progress {
    case nothing
    case records
    case closed
  }

  /// Reads a shard once.
  private func read(
    _ shard: StreamsClient.Shard,
    from start: StreamsClient.Start,
    _ iterators: inout [String: String],
    _ checkpoint: inout StreamCheckpoint,
    work: Work
  ) async throws -> Progress {
    let position = checkpoint.positions[shard.id]?.sequenceNumber
    let iterator: String
    if let known = iterators[shard.id] {
      iterator = known
    } else {
      let begin = position.map { StreamsClient.Start.after(sequenceNumber: $0) } ?? start
      iterator = try await self.iterator(checkpoint.stream, shard, from: begin)
    }
    let page: (records: [StreamRecord], next: String?)
    do {
      page = try await client.records(at: iterator)
    } catch let error as ToolError where error.isService("ExpiredIteratorException") {
      iterators[shard.id] = nil
      return .nothing
    } catch let error as ToolError where error.isService("TrimmedDataAccessException") {
      warnOfLoss(shard)
      iterators[shard.id] = try await self.iterator(checkpoint.stream, shard, from: .trimHorizon)
      return .nothing
    }
    iterators[shard.id] = page.next
    let failed = page.records.isEmpty ? nil : try await work(page.records)
    var done = page.records[...]
    if let failed {
      done = page.records.prefix { $0.sequenceNumber != failed }
      iterators[shard.id] = try await self.iterator(
        checkpoint.stream,
        shard,
        from: .at(sequenceNumber: failed)
      )
      try await client.aws.wallClock.sleep(Self.failurePause)
    }
    let isFinished = page.next == nil && failed == nil
    guard isFinished || !done.isEmpty else { return .nothing }
    checkpoint.positions[shard.id] = .init(
      sequenceNumber: done.last?.sequenceNumber ?? position,
      isFinished: isFinished
    )
    return isFinished ? .closed : .records
  }

  private func iterator(
    _ stream: String,
    _ shard: StreamsClient.Shard,
    from start: StreamsClient.Start
  ) async throws -> String {
    do {
      return try await client.iterator(of: stream, shard: shard.id, from: start)
    } catch let error as ToolError where error.isService("TrimmedDataAccessException") {
      warnOfLoss(shard)
      return try await client.iterator(of: stream, shard: shard.id, from: .trimHorizon)
    }
  }

  private func warnOfLoss(_ shard: StreamsClient.Shard) {
    console.warn("the stream has dropped records of shard \(shard.id.onOneLine) that were not read")
  }
}
