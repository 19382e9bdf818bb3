import Foundation
import TestSupport

/// A DynamoDB with faults: one table in memory, and faults chosen by a seeded generator.
final class FaultyTable: Sendable {
  typealias Key = MemoryTable.Key

  /// DescribeTable's answer for the messages table.
  static let description = """
    {"Table": {"TableName": "cruddur-messages", "TableStatus": "ACTIVE",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [{"IndexName": "message-group-sk-index", "IndexStatus": "ACTIVE"}]}}
    """

  private let faults: Faults
  private let pages: ScanPages
  private let stored = Locked<[Key: String]>([:])

  /// - Parameter pages: The pages of a scan.
  init(seed: UInt64, _ rates: Faults.Rates = .init(), pages: ScanPages = ScanPages(items: 0)) {
    faults = Faults(seed: seed, rates)
    self.pages = pages
  }

  /// The items that were written: their messages by their keys.
  var items: [Key: String] { stored.withLock(\.self) }

  /// The number of requests that were refused or whose answers were lost.
  var faultCount: Int { faults.count }

  /// Handles a request, possibly with a fault.
  func answer(to request: ReceivedRequest) -> Answer {
    faults.answer { carryOut(request) }
  }

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

  /// Writes some of the items, and returns the others as unprocessed.
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
    if faults.leavesItem() { return false }
    stored.withLock { $0[Key(partition: partition, sort: sort)] = item["message"]?["S"] }
    return true
  }
}

/// A request of BatchWriteItem whose items have only texts.
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
