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
  /// - Parameters:
  ///   - table: The table that it is about; for errors.
  ///   - mayBeAbsent: Whether the caller expects that the table may not exist; else the error of a table or
  ///     an index that does not exist names those that were probably meant.
  func call(
    _ operation: String,
    on table: TableName? = nil,
    mayBeAbsent: Bool = false,
    input: JSONObject
  ) async throws -> JSONValue {
    try await answer(operation, on: table, mayBeAbsent: mayBeAbsent, input: input)
      .document(of: operation, from: aws)
  }

  /// Performs an operation like `call`, and leaves its answer as it is.
  func answer(
    _ operation: String,
    on table: TableName?,
    mayBeAbsent: Bool = false,
    input: JSONObject
  ) async throws -> AWSClient.Answer {
    try await CallFailure.unwrapped {
      try await send(operation, on: table, mayBeAbsent: mayBeAbsent, input: input)
    }
  }

  /// Performs an operation like `answer`.
  ///
  /// - Throws: `CallFailure`, or `CancellationError`; in a dry run `ToolError` when printing fails.
  func send(
    _ operation: String,
    on table: TableName?,
    mayBeAbsent: Bool = false,
    input: JSONObject
  ) async throws -> AWSClient.Answer {
    do {
      return try await aws.send(operation, body: input.encoded(), on: table)
    } catch var failure as CallFailure {
      // After a lost answer a table may be absent because this run has deleted it.
      guard let table, !mayBeAbsent, !failure.earlierAttemptMayHaveSucceeded else { throw failure }
      failure.error = await naming(near: table, index: input["IndexName"]?.string, after: failure.error)
      throw failure
    }
  }
}

extension ToolError {
  /// Whether a service refused with this error.
  package func isService(_ name: String) -> Bool {
    if case .service(let error) = code { error.code == name } else { false }
  }
}
