import AWS
import Cruddur
import Toolkit

/// A name that a client gives to a request that writes: with it the request may be repeated, and writes once.
///
/// What a request with a key writes, it writes together with a row `KEY#<user>`, which holds the answer.
/// DynamoDB's time-to-live may remove such rows after a day, by their `expires_at`.
package struct IdempotencyKey: Sendable {
  /// A key was used for another request before.
  package struct Reused: Error {}

  private enum Attribute {
    static let request = "request"
    static let answer = "answer"
    static let write = "write_id"
    static let end = "expires_at"
  }

  /// Seconds for which an answer is kept.
  private static let lifetime: Int64 = 86_400

  private let rowKey: Item.Key
  private let request: String

  /// - Parameters:
  ///   - user: The uuid of the user who sends the request; users do not share keys.
  ///   - key: The client's.
  ///   - request: What the request says: the same key with another request is an error.
  package init(user: String, key: String, request: [UInt8]) {
    rowKey = .init(partition: MessagesTable.keys(of: user), sort: Digest.sha256(key.utf8).hex)
    self.request = Digest.sha256(request).hex
  }

  /// Keeps the answer; fails where the key was used before.
  ///
  /// - Parameter write: Names the write, so that a repetition of the same attempt succeeds.
  func record(_ answer: JSONValue, write: String, now: Timestamp) -> DynamoDBClient.Action {
    let row: JSONObject = [
      MessagesTable.Attribute.partitionKey: ["S": .string(rowKey.partition)],
      MessagesTable.Attribute.sortKey: ["S": .string(rowKey.sort)],
      Attribute.request: ["S": .string(request)], Attribute.write: ["S": .string(write)],
      Attribute.answer: ["S": .string(answer.text(.compact))],
      Attribute.end: ["N": .string(String(now.seconds + Self.lifetime))],
    ]
    return DynamoDBClient.Action(
      .put(row),
      key: rowKey,
      condition: "attribute_not_exists(pk) OR \(Attribute.write) = :id",
      values: [(name: ":id", value: write)]
    )
  }

  /// The answer of an earlier request with this key; nil where there was none.
  ///
  /// - Throws: `Reused`, or `ToolError`.
  func earlierAnswer(_ client: DynamoDBClient, in table: TableName) async throws -> JSONValue? {
    let query: JSONObject = [
      "ConsistentRead": true, "KeyConditionExpression": "pk = :pk AND sk = :sk",
      "ExpressionAttributeValues": [
        ":pk": ["S": .string(rowKey.partition)], ":sk": ["S": .string(rowKey.sort)],
      ],
    ]
    guard let row = try await client.queryPage(query, of: table).first else { return nil }
    guard row.text(Attribute.request) == request, let answer = row.text(Attribute.answer),
      let value = try? JSONValue(parsing: Array(answer.utf8))
    else { throw Reused() }
    return value
  }
}
