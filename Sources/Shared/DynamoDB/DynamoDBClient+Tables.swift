extension DynamoDBClient {
  /// All table names, in pages of up to 100.
  package func tableNames() -> Pages<[String], String> {
    Pages(on: aws.executor) { start in
      let input: JSONValue = start.map { ["ExclusiveStartTableName": .string($0)] } ?? [:]
      let answer = try await call("ListTables", input)
      guard let names = answer["TableNames"]?.array?.compactMap(\.string) else {
        throw aws.unexpected("ListTables", "it has no TableNames")
      }
      return (names, answer["LastEvaluatedTableName"]?.string)
    }
  }

  /// Creates a table.
  ///
  /// - Returns: Its description as it is being created.
  package func createTable(_ schema: TableSchema) async throws -> TableDescription {
    let answer = try await call("CreateTable", on: schema.table, schema.document)
    return try description("CreateTable", answer["TableDescription"])
  }

  /// Begins to delete a table, and all that is in it.
  package func deleteTable(_ table: String) async throws -> TableDescription {
    let answer = try await call("DeleteTable", on: table, ["TableName": .string(table)])
    return try description("DeleteTable", answer["TableDescription"])
  }

  /// - Throws: `ToolError`; `isService("ResourceNotFoundException")` when there is no such table.
  package func describeTable(_ table: String) async throws -> TableDescription {
    let answer = try await call("DescribeTable", on: table, ["TableName": .string(table)])
    return try description("DescribeTable", answer["Table"])
  }

  private func description(_ operation: String, _ value: JSONValue?) throws(ToolError) -> TableDescription {
    guard let value, let status = value["TableStatus"]?.string else {
      throw aws.unexpected(operation, "it describes no table")
    }
    return TableDescription(status: status, value: value)
  }
}
