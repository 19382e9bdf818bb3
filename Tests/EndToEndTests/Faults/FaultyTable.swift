import Foundation
import TestSupport

/// DynamoDB on a bad day: one table in memory, and faults that a seed decides on.
final class FaultyTable: Sendable {
  /// How often something goes wrong, in percent.
  struct Faults {
    /// Requests refused because of too much traffic.
    var throttles = 20
    /// Requests answered with HTTP 500 or 503, half of them after they have been carried out.
    var errors = 10
    /// Connections that end with a reset, before the answer or within it.
    var resets = 5
    /// Answers that lack their end, or have another checksum.
    var truncations = 5
    /// Requests that are never answered.
    var stalls = 0
    /// Items of a batch that are left unprocessed.
    var unprocessed = 30

    static let none = Faults(throttles: 0, errors: 0, resets: 0, truncations: 0, unprocessed: 0)
  }

  struct Key: Hashable {
    let partition: String
    let sort: String
  }

  private struct State {
    var random: SeededGenerator
    var items: [Key: String] = [:]
    var faults = 0
  }

  /// As DescribeTable answers: the messages table.
  static let description = """
    {"Table": {"TableName": "cruddur-messages", "TableStatus": "ACTIVE",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [{"IndexName": "message-group-sk-index", "IndexStatus": "ACTIVE"}]}}
    """

  private let faults: Faults
  private let pages: ScanPages
  private let state: Locked<State>

  /// - Parameter pages: What a scan brings.
  init(seed: UInt64, _ faults: Faults = Faults(), pages: ScanPages = ScanPages(items: 0)) {
    self.faults = faults
    self.pages = pages
    state = Locked(State(random: SeededGenerator(seed: seed)))
  }

  /// The items that were written: their messages by their keys.
  var items: [Key: String] { state.withLock(\.items) }

  /// How many requests were refused, or their answers lost.
  var faultCount: Int { state.withLock(\.faults) }

  /// Carries a request out, or not, and answers it, or not.
  func answer(to request: ReceivedRequest) -> Answer {
    let roll = state.withLock { Int.random(in: 0..<100, using: &$0.random) }
    let isLate = flip()
    let throttled = faults.throttles
    let failed = throttled + faults.errors
    let reset = failed + faults.resets
    let truncated = reset + faults.truncations
    let stalled = truncated + faults.stalls
    if roll >= stalled { return carryOut(request) }
    state.withLock { $0.faults += 1 }
    switch roll {
    case ..<throttled:
      return .throttled(isLate ? "ThrottlingException" : "ProvisionedThroughputExceededException")
    case ..<failed:
      if isLate { _ = carryOut(request) }
      return state.withLock { [Answer].errors.randomElement(using: &$0.random) ?? .closes }
    case ..<reset: return isLate ? carryOut(request).resetHalfWay : Answer([.reset])
    case truncated...:
      if isLate { _ = carryOut(request) }
      return .stalls
    default: return flip() ? carryOut(request).cutOff : carryOut(request).corrupted
    }
  }

  private func flip() -> Bool { state.withLock { Bool.random(using: &$0.random) } }

  private func carryOut(_ request: ReceivedRequest) -> Answer {
    switch request.operation {
    case "DescribeTable": .document(Self.description)
    case "BatchWriteItem": write(request)
    // A group has no messages before the seed.
    case "Query": .document(#"{"Items": [], "Count": 0}"#)
    case "Scan": pages.answer(to: request)
    default: .refused("UnknownOperationException")
    }
  }

  /// Takes some of the items, and sends the others back as they came.
  private func write(_ request: ReceivedRequest) -> Answer {
    guard let input = try? JSONDecoder().decode(BatchInput.self, from: Data(request.body)),
      let (table, writes) = input.requestItems.first, input.requestItems.count == 1, writes.count <= 25
    else { return .refused("ValidationException") }
    let left = writes.filter { !take($0.putRequest.item) }
    let answer = ["UnprocessedItems": left.isEmpty ? [:] : [table: left]]
    let document = (try? JSONEncoder().encode(answer)) ?? Data()
    return .document(String(decoding: document, as: UTF8.self))
  }

  private func take(_ item: [String: [String: String]]) -> Bool {
    guard let partition = item["pk"]?["S"], let sort = item["sk"]?["S"] else { return false }
    return state.withLock { state in
      if Int.random(in: 0..<100, using: &state.random) < faults.unprocessed { return false }
      state.items[Key(partition: partition, sort: sort)] = item["message"]?["S"]
      return true
    }
  }
}

/// A request of BatchWriteItem, as far as it holds items of text.
private struct BatchInput: Decodable {
  struct Write: Codable {
    struct Put: Codable {
      let item: [String: [String: String]]

      private enum CodingKeys: String, CodingKey { case item = "Item" }
    }

    let putRequest: Put

    private enum CodingKeys: String, CodingKey { case putRequest = "PutRequest" }
  }

  let requestItems: [String: [Write]]

  private enum CodingKeys: String, CodingKey { case requestItems = "RequestItems" }
}
