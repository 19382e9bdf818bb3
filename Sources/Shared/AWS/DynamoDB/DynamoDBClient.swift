import Toolkit

/// DynamoDB's operations, as far as the tools use them.
package struct DynamoDBClient: Sendable {
  package let aws: AWSClient

  package init(_ aws: AWSClient) {
    self.aws = aws
  }

  /// The client of a run.
  ///
  /// - Parameter attempts: 10 for reading and writing items, as the SDKs have it; 3 for tables.
  package static func live(
    _ options: AWSOptions,
    in context: AWSContext,
    attempts: Int = Limits.itemAttempts
  ) async throws -> DynamoDBClient {
    DynamoDBClient(try await .live(.dynamoDB, options: options, context: context, attempts: attempts))
  }

  /// Performs an operation and reads its answer as a tree.
  ///
  /// - Parameter table: The table that it is about; for errors.
  func call(_ operation: String, on table: TableName? = nil, _ input: JSONObject) async throws -> JSONValue {
    try await aws.call(operation, input.encoded(), on: table).document(of: operation, from: aws)
  }
}

extension ToolError {
  /// Whether a service refused with this error.
  package func isService(_ name: String) -> Bool {
    if case .service(let error) = code { error.code == name } else { false }
  }
}
