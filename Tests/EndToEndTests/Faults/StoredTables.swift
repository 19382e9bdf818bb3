import Foundation
import TestSupport

/// Tables in memory, with the keys `pk` (a text) and `sk` (a number), that keep whole items of all types.
final class StoredTables: Sendable {
  private struct Table {
    /// The items in DynamoDB's JSON, with sorted attributes, in the order in which they were first written.
    var items: [String] = []
    /// The index of an item, by its key.
    var places: [String: Int] = [:]

    mutating func put(_ item: String, _ key: String) {
      if let place = places[key] {
        items[place] = item
      } else {
        places[key] = items.count
        items.append(item)
      }
    }
  }

  private static let pageSize = 1_000_000

  private let tables = Locked<[String: Table]>([:])
  /// Whether the next item of a batch is left unprocessed.
  private let leavesItem: @Sendable () -> Bool

  init(leavesItem: @escaping @Sendable () -> Bool) {
    self.leavesItem = leavesItem
  }

  func items(of table: String) -> [String] { tables.withLock { $0[table]?.items ?? [] } }

  func put(_ item: [String: Any], into table: String) {
    let (text, key) = (Self.text(item), Self.key(item))
    tables.withLock { $0[table, default: Table()].put(text, key) }
  }

  func answer(to request: ReceivedRequest) -> Answer {
    guard let input = (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] else {
      return .refused("SerializationException")
    }
    return switch request.operation {
    case "DescribeTable": .document(Self.description)
    case "BatchWriteItem": write(input)
    case "Scan": scan(input)
    default: .refused("UnknownOperationException")
    }
  }

  private static let description = """
    {"Table": {"TableStatus": "ACTIVE",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]}}
    """

  private func write(_ input: [String: Any]) -> Answer {
    guard let writes = input["RequestItems"] as? [String: [[String: [String: [String: Any]]]]],
      let (table, puts) = writes.first, writes.count == 1, puts.count <= 25
    else { return .refused("ValidationException") }
    let left = puts.filter { put in
      guard let item = put["PutRequest"]?["Item"], !leavesItem() else { return true }
      self.put(item, into: table)
      return false
    }
    return .document(Self.text(["UnprocessedItems": left.isEmpty ? [:] : [table: left]]))
  }

  private func scan(_ input: [String: Any]) -> Answer {
    tables.withLock { tables in
      guard let table = tables[input["TableName"] as? String ?? ""] else {
        return .refused("ResourceNotFoundException")
      }
      let first = (input["ExclusiveStartKey"] as? [String: Any]).flatMap { table.places[Self.key($0)] }
      var (items, size) = (table.items[(first.map { $0 + 1 } ?? 0)...], 0)
      items = items.prefix { item in
        size += item.utf8.count
        return size <= Self.pageSize
      }
      let next = items.endIndex < table.items.count ? items.last.map(Self.key) : nil
      return .document(
        #"{"Items":[\#(items.joined(separator: ","))],"Count":\#(items.count)"#
          + (next.map { #","LastEvaluatedKey":\#($0)}"# } ?? "}")
      )
    }
  }

  static func text(_ value: [String: Any]) -> String {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: (try? JSONSerialization.data(withJSONObject: value, options: options)) ?? Data(),
      as: UTF8.self
    )
  }

  private static func key(_ item: [String: Any]) -> String {
    text(item.filter { ["pk", "sk"].contains($0.key) })
  }

  private static func key(_ item: String) -> String {
    key((try? JSONSerialization.jsonObject(with: Data(item.utf8))) as? [String: Any] ?? [:])
  }
}
