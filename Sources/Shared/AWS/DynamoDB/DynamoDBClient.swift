import Toolkit

/// DynamoDB's operations, typed as far as the tools use them.
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
    attempts: Int = 10
  ) async throws -> DynamoDBClient {
    DynamoDBClient(try await .live(.dynamoDB, options: options, context: context, attempts: attempts))
  }

  /// Performs an operation and reads its answer as a tree.
  func call(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
    try await aws.call(operation, input.encoded()).document(of: operation, from: aws)
  }

  /// What `call` does, for an operation on one table: an error names the table and the next step.
  func call(_ operation: String, on table: String, _ input: JSONValue) async throws -> JSONValue {
    do {
      return try await call(operation, input)
    } catch let error as ToolError {
      throw error.about(operation, on: table, of: aws)
    }
  }
}

extension ToolError {
  /// Adds to a service's error which table it is about, and what to do.
  func about(_ operation: String, on table: String, of aws: AWSClient) -> ToolError {
    guard case .service(let error) = code else { return self }
    let place = "table \"\(table)\", \(hint ?? aws.target.endpoint.description)"
    let nextStep = error.nextStep(operation, on: table, in: aws.target.stage)
    return ToolError(code, message, hint: nextStep.map { "\(place); \($0)" } ?? place)
      .answeringRepetition(answersRepetition)
  }

  /// Whether a service refused with this error.
  package func isService(_ name: String) -> Bool {
    if case .service(let error) = code { error.code == name } else { false }
  }
}

extension ServiceError {
  /// What to type when the table is not there, or is there already.
  fileprivate func nextStep(_ operation: String, on table: String, in stage: Stage) -> String? {
    let prod = stage == .prod ? " prod" : ""
    let list = "ddb-list-tables\(prod)"
    return switch code {
    case "ResourceInUseException": "see it with: \(list)"
    case "ResourceNotFoundException" where operation == "DeleteTable": "see what is there with: \(list)"
    case "ResourceNotFoundException" where table == "cruddur-messages":
      "see what is there with: \(list); create it with: ddb-schema-load\(prod)"
    case "ResourceNotFoundException": "see what is there with: \(list); name another one with --table"
    default: nil
    }
  }
}
