import Toolkit

/// Follows a stream: processes the records of all its shards, a parent's before its children's, until its
/// task is cancelled.
package struct StreamFollower: Sendable {
  /// Processes some records of one shard, in their order.
  ///
  /// - Returns: The sequence number of the first record to deliver again; nil when all are processed.
  package typealias Work = @Sendable (_ records: [StreamRecord]) async throws -> String?

  /// Where to begin a shard that has no checkpoint.
  package enum Start: Sendable {
    /// At the oldest record that the stream keeps.
    case oldest
    /// With new records only.
    case now
  }

  private let client: StreamsClient
  private let console: Console
  private let start: Start

  package init(_ client: StreamsClient, console: Console, start: Start) {
    self.client = client
    self.console = console
    self.start = start
  }

  /// How long to wait when no shard has a record. DynamoDB allows five reads of a shard in a second.
  private static let idlePause = Duration.milliseconds(500)
  /// How long to wait before failed records are delivered again.
  private static let failurePause = Duration.seconds(1)
  /// The number of rounds after which the shards are listed again.
  private static let roundsBetweenListings = 20

  /// How far the reading has come.
  private struct Reading {
    var checkpoint: StreamCheckpoint
    /// The iterators for the next read, by the shard's id.
    var iterators: [String: String] = [:]
    /// For the shards that are read from now on: the service's time at the start.
    var starts: [String: Timestamp] = [:]
    /// Those of them that are read from their oldest record on, because their first iterator is lost. Records
    /// from before the start are left out.
    var skipping: Set<String> = []
  }

  private enum Progress {
    case nothing
    case records
    case closed
  }

  /// - Parameters:
  ///   - checkpoint: The checkpoint of an earlier run.
  ///   - started: Called when it is known where the reading of each shard begins.
  ///   - save: Called after each call of `work`.
  /// - Throws: What `work` and `save` throw, `ToolError` when the stream cannot be read or has ended, or
  ///   `CancellationError`.
  package func run(
    from checkpoint: StreamCheckpoint,
    started: () -> Void = {},
    work: Work,
    save: (StreamCheckpoint) throws -> Void
  ) async throws {
    do {
      try await follow(checkpoint, started: started, work: work, save: save)
    } catch let error as ToolError where error.isAboutMissingStream {
      throw error.suggesting(.makeStream(ofTable: Self.table(ofStream: checkpoint.stream)), .runAgain)
    }
  }

  private func follow(
    _ checkpoint: StreamCheckpoint,
    started: () -> Void,
    work: Work,
    save: (StreamCheckpoint) throws -> Void
  ) async throws {
    var reading = Reading(checkpoint: checkpoint)
    var (shards, isDisabled) = try await client.shards(of: checkpoint.stream)
    if start == .now { try await skipPast(shards, reading: &reading) }
    started()
    while true {
      reading.checkpoint.keep(only: shards)
      if isDisabled, readable(shards, checkpoint: reading.checkpoint).isEmpty {
        throw ended(checkpoint.stream)
      }
      try await readRounds(of: shards, reading: &reading, work: work, save: save)
      (shards, isDisabled) = try await client.shards(of: checkpoint.stream)
    }
  }

  private func ended(_ stream: String) -> ToolError {
    let table = Self.table(ofStream: stream)
    return ToolError(
      .data,
      message: "the stream\(table.map { " of table \"\($0.onOneLine)\"" } ?? "") has ended: it is disabled",
      next: .makeStream(ofTable: table),
      .runAgain
    )
  }

  /// A stream's ARN ends in `table/NAME/stream/TIME`.
  private static func table(ofStream arn: String) -> String? {
    let parts = arn.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 2 && parts[2] == "stream" ? String(parts[1]) : nil
  }

  /// Skips the records that are in the stream already: closed shards as a whole, the others up to their ends.
  private func skipPast(_ shards: [StreamsClient.Shard], reading: inout Reading) async throws {
    let parents = Set(shards.compactMap(\.parent))
    for shard in shards {
      if parents.contains(shard.id) {
        reading.checkpoint.positions[shard.id] = .init(isFinished: true)
      } else {
        reading.starts[shard.id] = client.aws.serviceTime
        reading.iterators[shard.id] = try await iterator(of: shard, from: .latest, reading: reading)
      }
    }
  }

  /// Reads all shards in turn, until the stream may have others.
  private func readRounds(
    of shards: [StreamsClient.Shard],
    reading: inout Reading,
    work: Work,
    save: (StreamCheckpoint) throws -> Void
  ) async throws {
    for _ in 0..<Self.roundsBetweenListings {
      var progresses: [Progress] = []
      for shard in readable(shards, checkpoint: reading.checkpoint) {
        let progress = try await read(shard, reading: &reading, work: work)
        if progress != .nothing { try save(reading.checkpoint) }
        progresses.append(progress)
      }
      try Task.checkCancellation()
      if progresses.contains(.closed) { return }
      if !progresses.contains(.records) { try await client.aws.wallClock.sleep(Self.idlePause) }
    }
  }

  /// The shards that are not finished, and whose parent is.
  private func readable(
    _ shards: [StreamsClient.Shard],
    checkpoint: StreamCheckpoint
  ) -> [StreamsClient.Shard] {
    let open = Set(shards.map(\.id).filter { checkpoint.positions[$0]?.isFinished != true })
    return shards.filter { shard in
      open.contains(shard.id) && !(shard.parent.map { open.contains($0) } ?? false)
    }
  }

  /// Reads a shard once, and processes the records.
  private func read(
    _ shard: StreamsClient.Shard,
    reading: inout Reading,
    work: Work
  ) async throws -> Progress {
    guard let page = try await page(of: shard, reading: &reading) else { return .nothing }
    let failed = page.records.isEmpty ? nil : try await work(page.records)
    let done = page.records.prefix { $0.sequenceNumber != failed }
    let isFinished = page.next == nil && failed == nil
    if isFinished || !done.isEmpty {
      let earlier = reading.checkpoint.positions[shard.id]?.sequenceNumber
      reading.checkpoint.positions[shard.id] = .init(
        sequenceNumber: done.last?.sequenceNumber ?? earlier,
        isFinished: isFinished
      )
    }
    reading.iterators[shard.id] = failed == nil ? page.next : nil
    if failed != nil { try await client.aws.wallClock.sleep(Self.failurePause) }
    return isFinished ? .closed : done.isEmpty ? .nothing : .records
  }

  /// The next records of a shard; nil where a new iterator is needed first.
  private func page(
    of shard: StreamsClient.Shard,
    reading: inout Reading
  ) async throws -> (records: [StreamRecord], next: String?)? {
    do {
      let known = reading.iterators[shard.id]
      let iterator = if let known { known } else { try await nextIterator(of: shard, reading: &reading) }
      return try await records(at: iterator, of: shard, reading: &reading)
    } catch let error as ToolError where error.isService("ExpiredIteratorException") {
      reading.iterators[shard.id] = nil
    } catch let error as ToolError where error.isService("TrimmedDataAccessException") {
      console.warn("the stream has dropped records of shard \(shard.id.onOneLine) that were not read")
      reading.iterators[shard.id] = try await iterator(of: shard, from: .trimHorizon, reading: reading)
    }
    return nil
  }

  /// The records at an iterator, without those that were there before the start.
  private func records(
    at iterator: String,
    of shard: StreamsClient.Shard,
    reading: inout Reading
  ) async throws -> (records: [StreamRecord], next: String?) {
    var page = try await client.records(at: iterator)
    guard reading.skipping.contains(shard.id), let start = reading.starts[shard.id] else { return page }
    while true {
      let new = page.records.drop { $0.creation.map { start.since($0) > Limits.streamTolerance } ?? false }
      if !new.isEmpty { reading.skipping.remove(shard.id) }
      guard new.isEmpty, !page.records.isEmpty, let next = page.next else { return (Array(new), page.next) }
      page = try await client.records(at: next)
    }
  }

  /// An iterator in place of one that is lost.
  private func nextIterator(
    of shard: StreamsClient.Shard,
    reading: inout Reading
  ) async throws -> String {
    if let position = reading.checkpoint.positions[shard.id]?.sequenceNumber {
      return try await iterator(of: shard, from: .after(sequenceNumber: position), reading: reading)
    }
    // LATEST would leave out what has come since the first iterator.
    if reading.starts[shard.id] != nil { reading.skipping.insert(shard.id) }
    return try await iterator(of: shard, from: .trimHorizon, reading: reading)
  }

  private func iterator(
    of shard: StreamsClient.Shard,
    from start: StreamsClient.Start,
    reading: Reading
  ) async throws -> String {
    try await client.iterator(of: reading.checkpoint.stream, shard: shard.id, from: start)
  }
}

extension ToolError {
  /// Whether the stream that was to be read is not there.
  fileprivate var isAboutMissingStream: Bool {
    ["DescribeStream", "GetShardIterator", "GetRecords"].contains(operation)
      && isService("ResourceNotFoundException")
  }
}
