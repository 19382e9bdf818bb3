import AWS
import Toolkit

/// A query as in the week-5 scripts: one partition, the newest items first, a condition on the sort key.
package struct PatternQuery: Sendable {
  let table: TableName
  let partitionKey: String
  let sortKey: SortKeyCondition
  /// Items at most; nil for as many as a page of 1 MB holds.
  let limit: Int?

  package init(table: TableName, partitionKey: String, sortKey: SortKeyCondition, limit: Int? = nil) {
    self.table = table
    self.partitionKey = partitionKey
    self.sortKey = sortKey
    self.limit = limit
  }

  fileprivate var input: JSONObject {
    let (condition, values) = sortKey.expression
    return [
      "ScanIndexForward": false, "ReturnConsumedCapacity": "TOTAL",
      "KeyConditionExpression": .string("pk = :pk AND \(condition)"),
      "ExpressionAttributeValues": .object([":pk": ["S": .string(partitionKey)]] + values),
      "Limit": limit.map { .integer($0) },
    ]
  }
}

extension DynamoDBClient {
  /// Performs the query of the week-5 script, with its consumed capacity.
  ///
  /// - Returns: The answer as received.
  package func query(_ query: PatternQuery) async throws -> JSONValue {
    try await self.query(query.table, input: query.input)
  }
}
