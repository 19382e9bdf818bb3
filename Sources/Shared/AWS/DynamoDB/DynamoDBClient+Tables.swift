import Toolkit

extension DynamoDBClient {
  /// All table names, in pages of up to 100. A local server's may be names that AWS does not allow.
  package func tableNames() -> Pages<[String], String> {
    Pages(of: "ListTables", from: aws, fetch: tableNames(after:))
  }

  /// One page of table names; without a name it is the first one.
  @Sendable func tableNames(after name: String?) async throws -> Pages<[String], String>.Fetched {
    let answer = try await call("ListTables", input: ["ExclusiveStartTableName": name.map { .string($0) }])
    guard let values = answer["TableNames"]?.array, case let names = values.compactMap(\.string),
      names.count == values.count
    else { throw aws.unexpected("ListTables", reason: "it has no TableNames, or some that are not texts") }
    let next = try aws.nextPage("LastEvaluatedTableName", in: answer, of: "ListTables")
    return (names, names.isEmpty, next)
  }

  /// Creates a table.
  ///
  /// When the answer to an earlier attempt was lost and the table exists, that attempt is taken to have
  /// created it, unless its key or its age contradicts that.
  ///
  /// - Returns: Its description as it is being created.
  package func createTable(_ schema: TableSchema) async throws -> TableDescription {
    let start = aws.clock.now
    return try await TableChange.creation.request(of: schema.table) {
      do {
        return try await change("CreateTable", of: schema.table, input: JSONObject(schema.document))
      } catch let failure as CallFailure
        where failure.earlierAttemptMayHaveSucceeded && failure.error.isService("ResourceInUseException")
      {
        let found = try await describeAfterLostAnswer(schema.table)
        guard let difference = found.difference(from: schema, madeSince: start) else { return found }
        let error = failure.error
        throw CallFailure(
          error: error.reworded("\(error.message); this run did not make it: \(difference)"),
          earlierAttemptMayHaveSucceeded: false
        )
      }
    }
  }

  /// Begins to delete a table, and all that is in it.
  ///
  /// - Parameter mayBeAbsent: As `call` has it.
  /// - Returns: Its last description. When the answer to an earlier attempt was lost and the table is gone,
  ///   that attempt is taken to have deleted it; then only its name is known.
  package func deleteTable(_ table: TableName, mayBeAbsent: Bool = false) async throws -> TableDescription {
    try await TableChange.deletion.request(of: table) {
      do {
        let input: JSONObject = ["TableName": table.json]
        return try await change("DeleteTable", of: table, mayBeAbsent: mayBeAbsent, input: input)
      } catch let failure as CallFailure
        where failure.earlierAttemptMayHaveSucceeded && failure.error.isService("ResourceNotFoundException")
      {
        return TableDescription(
          status: "DELETING",
          value: ["TableName": table.json, "TableStatus": "DELETING"]
        )
      }
    }
  }

  /// Begins to enable a table's stream of new images.
  ///
  /// - Returns: Its description as it is being changed.
  package func enableStream(of table: TableName) async throws -> TableDescription {
    try await TableChange.update.request(of: table) {
      let input: JSONObject = ["TableName": table.json, "StreamSpecification": TableSchema.newImages]
      return try await change("UpdateTable", of: table, input: input)
    }
  }

  /// Sends an operation on a table.
  ///
  /// - Throws: `CallFailure` where it failed, `ToolError` for an answer that is not DynamoDB's.
  private func change(
    _ operation: String,
    of table: TableName,
    mayBeAbsent: Bool = false,
    input: JSONObject
  ) async throws -> TableDescription {
    let answer = try await send(operation, on: table, mayBeAbsent: mayBeAbsent, input: input)
    let document = try answer.document(of: operation, from: aws)
    return try description(operation, value: document["TableDescription"])
  }

  /// - Parameter mayBeAbsent: As `call` has it.
  /// - Throws: `ToolError`; `isService("ResourceNotFoundException")` when there is no such table.
  package func describeTable(_ table: TableName, mayBeAbsent: Bool = false) async throws -> TableDescription {
    let input: JSONObject = ["TableName": table.json]
    let answer = try await call("DescribeTable", on: table, mayBeAbsent: mayBeAbsent, input: input)
    return try description("DescribeTable", value: answer["Table"])
  }

  package func hasTable(_ table: TableName) async throws -> Bool {
    do {
      _ = try await describeTable(table, mayBeAbsent: true)
      return true
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      return false
    }
  }

  /// The ARN of a table's stream.
  ///
  /// - Throws: `ToolError` with the code `.data` for a table without a stream, or with one that does not hold
  ///   new images.
  package func stream(of table: TableName) async throws -> String {
    let description = try await describeTable(table)
    guard let type = description.streamView, let stream = description.value["LatestStreamArn"]?.string else {
      throw ToolError(
        .data,
        message: "table \"\(table)\" has no stream",
        next: .enableStream(table: table.description)
      )
    }
    guard type.hasPrefix("NEW_") else {
      throw ToolError(
        .data,
        message: "the stream of table \"\(table)\" holds \(type.onOneLine), and NEW_IMAGE is needed",
        next: .enableStream(table: table.description)
      )
    }
    return stream
  }

  private func describeAfterLostAnswer(_ table: TableName) async throws -> TableDescription {
    do {
      return try await describeTable(table, mayBeAbsent: true)
    } catch let error as ToolError {
      throw CallFailure(error: error, earlierAttemptMayHaveSucceeded: true)
    }
  }

  private func description(_ operation: String, value: JSONValue?) throws(ToolError) -> TableDescription {
    guard let value, let status = value["TableStatus"]?.string, Self.isStatus(status) else {
      throw aws.unexpected(operation, reason: "it describes no table")
    }
    return TableDescription(status: status, value: value)
  }

  /// A status is a constant such as `INACCESSIBLE_ENCRYPTION_CREDENTIALS`; any other text of a server is not
  /// shown.
  private static func isStatus(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
      }
  }
}

extension TableDescription {
  /// How this table differs from the one that this run asked for; nil where it does not.
  ///
  /// - Parameter start: When it was first requested.
  fileprivate func difference(from schema: TableSchema, madeSince start: Timestamp) -> String? {
    if key != schema.key { return "its key is \(key.text), not \(schema.key.text)" }
    guard let creation, start.since(creation) > Limits.creationTolerance else { return nil }
    return "it was made at \(creation.iso8601)"
  }
}
