import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct StreamFollowerTests {
  /// The records that a follower delivered, and its checkpoint.
  private final class Journal: Sendable {
    let numbers = Mutex<[Int]>([])
    let checkpoint = Mutex(StreamCheckpoint(stream: "arn"))
    let warnings = RecordedOutput()
  }

  private struct Enough: Error {}

  /// Follows until so many records have come.
  private func follow(
    _ stream: MemoryStream,
    from checkpoint: StreamCheckpoint = StreamCheckpoint(stream: "arn"),
    start: StreamFollower.Start = .oldest,
    until count: Int,
    failing: @escaping @Sendable (_ number: Int, _ soFar: [Int]) -> Bool = { _, _ in false }
  ) async throws -> Journal {
    let journal = Journal()
    let client = try AWSClient.test(stream.transport, service: .dynamoDBStreams, wallClock: .noon)
    let follower = StreamFollower(
      StreamsClient(client),
      console: .noting(journal.warnings),
      start: start
    )
    await #expect(throws: Enough.self) {
      try await follower.run(from: checkpoint) { records in
        for record in records {
          let number = Int(record.sequenceNumber) ?? 0
          let isFailing = journal.numbers.withLock { numbers in
            defer { numbers.append(number) }
            return failing(number, numbers)
          }
          if isFailing { return record.sequenceNumber }
        }
        return nil
      } save: { checkpoint in
        journal.checkpoint.withLock { $0 = checkpoint }
        if journal.numbers.withLock({ $0.count }) >= count { throw Enough() }
      }
    }
    return journal
  }

  @Test func `all records of a shard come in their order, and the checkpoint is the last one`() async throws {
    let stream = MemoryStream([.init(id: "s", records: Array(1...8))])
    let journal = try await follow(stream, until: 8)
    #expect(journal.numbers.withLock { $0 } == Array(1...8))
    #expect(journal.checkpoint.withLock { $0.positions } == ["s": .init(sequenceNumber: "8")])
  }

  @Test func `a later run continues at the checkpoint`() async throws {
    let stream = MemoryStream([.init(id: "s", records: Array(1...8))])
    var checkpoint = StreamCheckpoint(stream: "arn")
    checkpoint.positions["s"] = .init(sequenceNumber: "5")
    let read = try #require(StreamCheckpoint(checkpoint.document, stream: "arn"))
    #expect(read == checkpoint)
    #expect(try await follow(stream, from: read, until: 3).numbers.withLock { $0 } == [6, 7, 8])
  }

  @Test func `a shard that splits is read to its end before its children`() async throws {
    let stream = MemoryStream([
      .init(id: "c", parent: "p", records: [5, 6]), .init(id: "p", records: [1, 2, 3, 4], isClosed: true),
      .init(id: "d", parent: "p", records: [7]),
    ])
    let journal = try await follow(stream, until: 7)
    let numbers = journal.numbers.withLock { $0 }
    #expect(Array(numbers.prefix(4)) == [1, 2, 3, 4])
    #expect(numbers.sorted() == Array(1...7))
    #expect(journal.checkpoint.withLock { $0.positions["p"] } == .init(sequenceNumber: "4", isFinished: true))
  }

  @Test func `a shard that splits while it is followed loses nothing`() async throws {
    let stream = MemoryStream([.init(id: "p", records: [1])]) { number, shards in
      guard number == 6, shards.count == 1 else { return nil }
      shards[0].records.append(2)
      shards[0].isClosed = true
      shards.append(.init(id: "c", parent: "p", records: [3, 4]))
      return nil
    }
    #expect(try await follow(stream, until: 4).numbers.withLock { $0 } == [1, 2, 3, 4])
  }

  @Test func `an expired iterator is requested again at the same position`() async throws {
    let stream = MemoryStream([.init(id: "s", records: Array(1...6))]) { number, _ in
      number == 3 ? "ExpiredIteratorException" : nil
    }
    #expect(try await follow(stream, until: 6).numbers.withLock { $0 } == Array(1...6))
    #expect(stream.operations.filter { $0 == "GetShardIterator" }.count == 2)
  }

  @Test func `records that the stream has dropped give a warning, and the rest is read`() async throws {
    var checkpoint = StreamCheckpoint(stream: "arn")
    checkpoint.positions["s"] = .init(sequenceNumber: "1")
    let stream = MemoryStream([.init(id: "s", records: Array(1...6), trimmed: 4)])
    let journal = try await follow(stream, from: checkpoint, until: 2)
    #expect(journal.numbers.withLock { $0 } == [5, 6])
    #expect(journal.warnings.text.contains("dropped records of shard s"))
  }

  @Test func `a record that fails is delivered again, with all after it, and is not in the checkpoint`()
    async throws
  {
    let stream = MemoryStream([.init(id: "s", records: Array(1...3))])
    let journal = try await follow(stream, until: 4) { number, soFar in
      number == 2 && !soFar.contains(2)
    }
    #expect(journal.numbers.withLock { $0 } == [1, 2, 2, 3])
    #expect(journal.checkpoint.withLock { $0.positions["s"]?.sequenceNumber } == "3")
  }

  @Test func `a follower from now on reads only new records, in new shards too`() async throws {
    let old: [MemoryStream.Shard] = [
      .init(id: "p", records: [1, 2], isClosed: true), .init(id: "c", parent: "p", records: [3]),
    ]
    let stream = MemoryStream(old) { number, shards in
      if number == 4 {
        shards[1].records.append(4)
        shards[1].isClosed = true
        shards.append(.init(id: "d", parent: "c", records: [5]))
      }
      return nil
    }
    let journal = try await follow(stream, start: .now, until: 2)
    #expect(journal.numbers.withLock { $0 } == [4, 5])
  }

  /// A machine that has slept: the iterator of its first read is older than 15 minutes.
  @Test func `an iterator that expires before the first record loses none of those that came meanwhile`()
    async throws
  {
    let old = MemoryStream.Shard(
      id: "s",
      records: Array(1...7),
      times: [1: -9_000, 2: -8_000, 3: -8_000, 4: -400, 5: -300, 6: -200, 7: -100]
    )
    let stream = MemoryStream([old]) { number, shards in
      guard number == 3 else { return nil }
      shards[0].records += [8, 9]
      shards[0].times[8] = 0
      shards[0].times[9] = 960
      return "ExpiredIteratorException"
    }
    let journal = try await follow(stream, start: .now, until: 2)
    #expect(journal.numbers.withLock { $0 } == [8, 9])
    #expect(journal.checkpoint.withLock { $0.positions["s"]?.sequenceNumber } == "9")
  }

  @Test func `the first record after the start is delivered again where it fails`() async throws {
    let old = MemoryStream.Shard(id: "s", records: [1, 2], times: [1: -400, 2: -300])
    let stream = MemoryStream([old]) { number, shards in
      if number == 3 { shards[0].records += [3, 4] }
      return nil
    }
    let journal = try await follow(stream, start: .now, until: 3) { number, soFar in
      number == 3 && !soFar.contains(3)
    }
    #expect(journal.numbers.withLock { $0 } == [3, 3, 4])
  }

  @Test func `positions of shards that the stream no longer has are removed`() async throws {
    var checkpoint = StreamCheckpoint(stream: "arn")
    checkpoint.positions["gone"] = .init(sequenceNumber: "1", isFinished: true)
    let stream = MemoryStream([.init(id: "s", records: [9])])
    let journal = try await follow(stream, from: checkpoint, until: 1)
    #expect(journal.checkpoint.withLock { Set($0.positions.keys) } == ["s"])
  }

  @Test func `a checkpoint of another stream is not used`() {
    let other = StreamCheckpoint(stream: "other")
    #expect(StreamCheckpoint(other.document, stream: "arn") == nil)
    #expect(StreamCheckpoint("text", stream: "arn") == nil)
  }

  /// Follows the stream of a table until it ends.
  private func end(of stream: MemoryStream) async throws -> ToolError {
    let client = try AWSClient.test(stream.transport, service: .dynamoDBStreams, wallClock: .noon)
    let checkpoint = StreamCheckpoint(stream: "arn:aws:dynamodb:us-east-1:1:table/messages/stream/2023")
    return try await toolError {
      try await StreamFollower(StreamsClient(client), console: .silent, start: .oldest)
        .run(from: checkpoint, work: { _ in nil }, save: { _ in })
    }
  }

  private static let nextSteps = """
    Was the table dropped, or its stream disabled? To make or enable it:
      ddb-schema-load --if-not-exists --stream --table messages
    Run it again:

    """

  @Test(arguments: [2, 25])
  func `a table that is dropped in the meantime is an error with what to do`(request: Int) async throws {
    let stream = MemoryStream([.init(id: "s", records: Array(1...3))]) { number, _ in
      number >= request ? "ResourceNotFoundException" : nil
    }
    let error = try await end(of: stream)
    #expect(error.isService("ResourceNotFoundException"))
    #expect(error.hint.map { $0 + "\n" }?.hasPrefix(Self.nextSteps) == true, "\(error)")
  }

  @Test func `a stream that is disabled is read to its end, which is an error with what to do`() async throws
  {
    let stream = MemoryStream([.init(id: "s", records: Array(1...7), isClosed: true)], isDisabled: true)
    let error = try await end(of: stream)
    #expect(error.message == "the stream of table \"messages\" has ended: it is disabled")
    #expect(error.hint.map { $0 + "\n" }?.hasPrefix(Self.nextSteps) == true, "\(error)")
    #expect(stream.operations.filter { $0 == "GetRecords" }.count == 3)
  }
}
