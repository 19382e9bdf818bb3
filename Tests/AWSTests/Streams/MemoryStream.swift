import Synchronization
import TestSupport
import Toolkit

@testable import AWS

/// A stream in memory, which returns three records at a time.
final class MemoryStream: Sendable {
  struct Shard {
    let id: String
    var parent: String?
    /// Sequence numbers.
    var records: [Int] = []
    /// When records were made, in seconds after noon, by sequence number; other records have no time.
    var times: [Int: Int64] = [:]
    var isClosed = false
    /// How many records the stream has dropped.
    var trimmed = 0
  }

  private struct State {
    var shards: [Shard]
    var operations: [String] = []
  }

  private let state: Mutex<State>
  private let isDisabled: Bool
  private let change: @Sendable (_ number: Int, _ shards: inout [Shard]) -> String?

  /// - Parameters:
  ///   - isDisabled: Whether the stream is DISABLED, so that no new records come.
  ///   - change: Is called before each request, with the request's number from 0. It may change the shards,
  ///     and returns the code with which the request is refused, or nil.
  init(
    _ shards: [Shard],
    isDisabled: Bool = false,
    change: @escaping @Sendable (_ number: Int, _ shards: inout [Shard]) -> String? = { _, _ in nil }
  ) {
    state = Mutex(State(shards: shards))
    self.isDisabled = isDisabled
    self.change = change
  }

  var operations: [String] { state.withLock(\.operations) }

  var transport: ScriptedTransport {
    ScriptedTransport([.computed { try self.answer($0) }], repeatsLast: true)
  }

  private func answer(_ request: HTTPRequest) throws -> HTTPResponse {
    let operation = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? ""
    let input = try JSONValue(parsing: request.body)
    return state.withLock { state in
      let refusal = change(state.operations.count, &state.shards)
      state.operations.append(operation)
      if let refusal { return Self.refusal(refusal) }
      switch operation {
      case "DescribeStream": return Self.description(state.shards, isDisabled)
      case "GetShardIterator": return Self.iterator(input, state.shards)
      default: return Self.records(input, state.shards)
      }
    }
  }

  private static func refusal(_ code: String) -> HTTPResponse {
    .test(400, #"{"__type":"a#\#(code)","message":"no"}"#)
  }

  private static func description(_ shards: [Shard], _ isDisabled: Bool) -> HTTPResponse {
    let list = shards.map { shard in
      let parent = shard.parent.map { #","ParentShardId":"\#($0)""# } ?? ""
      return #"{"ShardId":"\#(shard.id)"\#(parent)}"#
    }
    let status = isDisabled ? "DISABLED" : "ENABLED"
    let members = #""StreamStatus":"\#(status)","Shards":[\#(list.joined(separator: ","))]"#
    return .test(200, #"{"StreamDescription":{\#(members)}}"#)
  }

  /// An iterator is `SHARD/INDEX`, with the index of the shard's next record.
  private static func iterator(_ input: JSONValue, _ shards: [Shard]) -> HTTPResponse {
    guard let shard = shards.first(where: { $0.id == input["ShardId"]?.string }) else {
      return refusal("ResourceNotFoundException")
    }
    var place = shard.trimmed
    switch input["ShardIteratorType"]?.string {
    case "LATEST": place = shard.records.count
    case "AFTER_SEQUENCE_NUMBER":
      let number = input["SequenceNumber"]?.string.flatMap { Int($0) } ?? 0
      place = shard.records.firstIndex { $0 > number } ?? shard.records.count
      if place < shard.trimmed { return refusal("TrimmedDataAccessException") }
    default: break
    }
    return .test(200, #"{"ShardIterator":"\#(shard.id)/\#(place)"}"#)
  }

  private static func records(_ input: JSONValue, _ shards: [Shard]) -> HTTPResponse {
    let parts = (input["ShardIterator"]?.string ?? "").split(separator: "/").map(String.init)
    guard parts.count == 2, let place = Int(parts[1]), let shard = shards.first(where: { $0.id == parts[0] })
    else { return refusal("ResourceNotFoundException") }
    if place < shard.trimmed { return refusal("TrimmedDataAccessException") }
    let page = shard.records.dropFirst(place).prefix(3)
    let list = page.map { number in
      let time = shard.times[number].map {
        #","ApproximateCreationDateTime":\#(WallClock.noon.now().seconds + $0)"#
      }
      return
        #"{"eventID":"\#(number)","eventName":"INSERT","dynamodb":{"SequenceNumber":"\#(number)"\#(time ?? "")}}"#
    }
    let end = place + page.count
    let isEnd = shard.isClosed && end == shard.records.count
    let next = isEnd ? "" : #","NextShardIterator":"\#(shard.id)/\#(end)""#
    return .test(200, #"{"Records":[\#(list.joined(separator: ","))]\#(next)}"#)
  }
}
