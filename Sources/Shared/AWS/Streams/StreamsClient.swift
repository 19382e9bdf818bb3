import Toolkit

/// DynamoDB Streams, as far as the tools use them.
package struct StreamsClient: Sendable {
  let aws: AWSClient

  package init(_ aws: AWSClient) {
    self.aws = aws
  }

  /// The client of a run.
  package static func live(_ options: AWSOptions, in context: AWSContext) async throws -> StreamsClient {
    StreamsClient(
      try await .live(.dynamoDBStreams, options: options, context: context, attempts: Limits.itemAttempts)
    )
  }

  /// A part of a stream, whose records are in order. A closed shard may have children, which continue it.
  package struct Shard: Sendable, Equatable {
    package let id: String
    package let parent: String?
  }

  /// Where the reading of a shard begins.
  package enum Start: Sendable, Equatable {
    /// The oldest record that is kept; the stream keeps a day.
    case trimHorizon
    /// After the newest record.
    case latest
    case after(sequenceNumber: String)
  }

  /// All shards that the stream still has.
  ///
  /// - Returns: `isDisabled` says that no new records come: the stream was disabled, or its table deleted. A
  ///   stream keeps its records for a day after that.
  package func shards(of stream: String) async throws -> (shards: [Shard], isDisabled: Bool) {
    var shards: [Shard] = []
    var last: String?
    var trail = PageTrail<String>()
    var isDisabled = false
    repeat {
      let input: JSONObject = [
        "StreamArn": .string(stream), "ExclusiveStartShardId": last.map { .string($0) },
      ]
      guard let description = try await call("DescribeStream", input: input)["StreamDescription"],
        let page = description["Shards"]?.array
      else {
        throw aws.unexpected("DescribeStream", reason: "it describes no shards")
      }
      shards += page.compactMap { shard in
        shard["ShardId"]?.string.map { Shard(id: $0, parent: shard["ParentShardId"]?.string) }
      }
      isDisabled = description["StreamStatus"]?.string == "DISABLED"
      last = try aws.nextPage("LastEvaluatedShardId", in: description, of: "DescribeStream")
      trail.note(isEmpty: page.isEmpty)
      if let why = last.flatMap({ trail.follow($0) }) { throw aws.unexpected("DescribeStream", reason: why) }
    } while last != nil
    return (shards, isDisabled)
  }

  /// - Throws: `ToolError`; `isService("TrimmedDataAccessException")` for a sequence number that the stream
  ///   has dropped.
  package func iterator(of stream: String, shard: String, from start: Start) async throws -> String {
    let input: JSONObject = [
      "StreamArn": .string(stream), "ShardId": .string(shard), "ShardIteratorType": .string(start.type),
      "SequenceNumber": start.sequenceNumber.map { .string($0) },
    ]
    guard let iterator = try await call("GetShardIterator", input: input)["ShardIterator"]?.string else {
      throw aws.unexpected("GetShardIterator", reason: "it has no ShardIterator")
    }
    return iterator
  }

  /// The records at an iterator, up to 1,000.
  ///
  /// - Returns: `next` is nil when the shard is closed and read to its end.
  /// - Throws: `ToolError`; `isService("ExpiredIteratorException")` for an iterator older than 15 minutes.
  package func records(at iterator: String) async throws -> (records: [StreamRecord], next: String?) {
    let answer = try await call("GetRecords", input: ["ShardIterator": .string(iterator)])
    guard let records = answer["Records"]?.array?.map(StreamRecord.init),
      records.allSatisfy({ !$0.sequenceNumber.isEmpty })
    else { throw aws.unexpected("GetRecords", reason: "it has no Records, or one without a SequenceNumber") }
    return (records, try aws.nextPage("NextShardIterator", in: answer, of: "GetRecords"))
  }

  private func call(_ operation: String, input: JSONObject) async throws -> JSONValue {
    try await aws.call(operation, body: input.encoded()).document(of: operation, from: aws)
  }
}

extension StreamsClient.Start {
  fileprivate var type: String {
    switch self {
    case .trimHorizon: "TRIM_HORIZON"
    case .latest: "LATEST"
    case .after: "AFTER_SEQUENCE_NUMBER"
    }
  }

  fileprivate var sequenceNumber: String? {
    switch self {
    case .trimHorizon, .latest: nil
    case .after(let number): number
    }
  }
}
