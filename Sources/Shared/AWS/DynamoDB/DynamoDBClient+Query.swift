import Toolkit

extension DynamoDBClient {
  /// A query as in the week-5 scripts: one partition, the newest items first, a condition on the sort key.
  package struct QueryRequest: Sendable {
    package enum SortKey: Sendable, Equatable {
      case beginsWith(String)
      case between(String, String)
      /// Earlier than this one.
      case before(String)
    }

    let table: TableName
    let partitionKey: String
    let sortKey: SortKey
    /// Items at most; nil for as many as a page of 1 MB holds.
    let limit: Int?

    package init(table: TableName, partitionKey: String, sortKey: SortKey, limit: Int? = nil) {
      self.table = table
      self.partitionKey = partitionKey
      self.sortKey = sortKey
      self.limit = limit
    }
  }

  /// Performs the query of the week-5 script, with its consumed capacity.
  ///
  /// - Returns: The answer as received.
  package func query(_ request: QueryRequest) async throws -> JSONValue {
    let answer = try await call("Query", on: request.table, input: request.input)
    guard let items = answer["Items"]?.array, items.allSatisfy({ $0.members != nil }) else {
      throw aws.unexpected("Query", reason: "it has no Items, or some that are not items")
    }
    guard answer["LastEvaluatedKey"].isEmptyToken || answer["LastEvaluatedKey"]?.members != nil else {
      throw aws.unexpected("Query", reason: "its LastEvaluatedKey is not a key")
    }
    return answer
  }
}

extension DynamoDBClient.QueryRequest.SortKey {
  /// The condition as an expression, and its values.
  package var condition: (text: String, values: JSONObject) {
    switch self {
    case .beginsWith(let prefix): ("begins_with(sk,:year)", [":year": ["S": .string(prefix)]])
    case .between(let start, let end):
      (
        "sk BETWEEN :start_date AND :end_date",
        [":start_date": ["S": .string(start)], ":end_date": ["S": .string(end)]]
      )
    case .before(let end): ("sk < :before", [":before": ["S": .string(end)]])
    }
  }
}

extension DynamoDBClient.QueryRequest {
  fileprivate var input: JSONObject {
    let (condition, values) = sortKey.condition
    return [
      "TableName": table.json, "ScanIndexForward": false, "ReturnConsumedCapacity": "TOTAL",
      "KeyConditionExpression": .string("pk = :pk AND \(condition)"),
      "ExpressionAttributeValues": .object([":pk": ["S": .string(partitionKey)]] + values),
      "Limit": limit.map { .integer($0) },
    ]
  }
}
