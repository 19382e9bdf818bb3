import Toolkit

extension DynamoDBClient {
  /// A write to one item.
  package struct Action: Sendable {
    package enum Kind: Sendable {
      case put(JSONObject)
      case delete
      /// Sets attributes to texts.
      case update([(name: String, value: String)])
    }

    package let key: Item.Key
    package let kind: Kind
    /// A condition on the item that has this key now; its values are texts.
    package let condition: String?
    package let values: [(name: String, value: String)]

    package init(
      _ kind: Kind,
      key: Item.Key,
      condition: String? = nil,
      values: [(name: String, value: String)] = []
    ) {
      self.kind = kind
      self.key = key
      self.condition = condition
      self.values = values
    }
  }

  /// Writes one item.
  ///
  /// - Throws: `ToolError`; `isService("ConditionalCheckFailedException")` where the condition does not hold.
  package func perform(_ action: Action, in table: TableName) async throws {
    _ = try await call("\(action.operation)Item", on: table, input: action.input(in: table))
  }

  /// Performs all actions in one transaction.
  ///
  /// - Parameter seed: Identifies the work. The idempotency token, which DynamoDB remembers for ten minutes,
  ///   is made of it and of the request: the same work on other rows has another token.
  /// - Throws: `ToolError` with a `ServiceError` `TransactionCanceledException`, whose `cancellationReasons`
  ///   are in the order of the actions.
  package func transact(_ actions: [Action], in table: TableName, seed: String) async throws {
    let items = JSONValue.array(actions.map { [$0.operation: .object($0.input(in: table))] })
    // DynamoDB takes tokens of up to 36 characters.
    let token = Digest.sha256(Array("\(seed)\u{0}".utf8) + items.encoded()).hex.prefix(36)
    let input: JSONObject = ["TransactItems": items, "ClientRequestToken": .string(String(token))]
    _ = try await call("TransactWriteItems", on: table, input: input)
  }

  /// A page of the items of a partition that a query finds.
  ///
  /// - Parameters:
  ///   - query: The input without TableName and ExclusiveStartKey.
  ///   - position: Where the page begins; then where the next one does.
  package func queryPage(
    _ query: JSONObject,
    of table: TableName,
    at position: inout PagePosition
  ) async throws -> [JSONValue] {
    try await itemPage("Query", request: query, of: table, at: &position)
  }

  /// The first page.
  package func queryPage(_ query: JSONObject, of table: TableName) async throws -> [JSONValue] {
    var position = PagePosition()
    return try await queryPage(query, of: table, at: &position)
  }

  /// A page of a scan as trees, like `queryPage`. It is for few items; `TableScan` is for whole tables.
  package func scanPage(
    _ scan: JSONObject,
    of table: TableName,
    at position: inout PagePosition
  ) async throws -> [JSONValue] {
    try await itemPage("Scan", request: scan, of: table, at: &position)
  }

  private func itemPage(
    _ operation: String,
    request: JSONObject,
    of table: TableName,
    at position: inout PagePosition
  ) async throws -> [JSONValue] {
    let input = ["TableName": table.json] + request + ["ExclusiveStartKey": position.key]
    let answer = try await call(operation, on: table, input: input)
    guard let items = answer["Items"]?.array, items.allSatisfy({ $0.members != nil }) else {
      throw aws.unexpected(operation, reason: "it has no Items, or some that are not items")
    }
    // With a filter any number of pages may be empty.
    let isEmpty = items.isEmpty && request["FilterExpression"] == nil
    try position.goOn(after: answer, isEmpty: isEmpty, of: operation, from: aws)
    return items
  }
}

extension DynamoDBClient.Action {
  fileprivate func input(in table: TableName) -> JSONObject {
    var input: JSONObject = ["TableName": table.json]
    var texts: JSONObject = [:]
    for (name, value) in values { texts[name] = ["S": .string(value)] }
    switch kind {
    case .put(let item): input["Item"] = .object(item)
    case .delete: input["Key"] = key.document
    case .update(let attributes):
      input["Key"] = key.document
      let sets = attributes.enumerated().map { "\($0.element.name) = :u\($0.offset)" }
      input["UpdateExpression"] = .string("SET \(sets.joined(separator: ", "))")
      for (index, attribute) in attributes.enumerated() {
        texts[":u\(index)"] = ["S": .string(attribute.value)]
      }
    }
    input["ConditionExpression"] = condition.map { .string($0) }
    input["ExpressionAttributeValues"] = texts.isEmpty ? nil : .object(texts)
    return input
  }

  fileprivate var operation: String {
    switch kind {
    case .put: "Put"
    case .delete: "Delete"
    case .update: "Update"
    }
  }
}
