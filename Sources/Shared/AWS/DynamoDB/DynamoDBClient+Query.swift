import Toolkit

extension DynamoDBClient {
  /// Performs a query, and reads one page of its result.
  ///
  /// - Parameter input: What Query takes, without the table's name.
  /// - Returns: The answer as received.
  /// - Throws: `ToolError` with the code `.response` for an answer that is not a page of items.
  package func query(_ table: TableName, input: JSONObject) async throws -> JSONValue {
    let answer = try await call("Query", on: table, input: ["TableName": table.json] + input)
    guard let items = answer["Items"]?.array, items.allSatisfy({ $0.members != nil }) else {
      throw aws.unexpected("Query", reason: "it has no Items, or some that are not items")
    }
    guard answer["LastEvaluatedKey"].isEmptyToken || answer["LastEvaluatedKey"]?.members != nil else {
      throw aws.unexpected("Query", reason: "its LastEvaluatedKey is not a key")
    }
    return answer
  }
}
