import AWS
import Toolkit

// MARK: - Writing

extension MemoryTable {
  static func transact(
    _ actions: [JSONValue],
    _ state: inout State,
    single: Bool = false
  ) -> HTTPResponse {
    let parts = actions.compactMap { action in action.members?.first.map { ($0.name, $0.value) } }
    guard Set(parts.map { ($0.1["Item"] ?? $0.1["Key"] ?? .null).memoryKey }).count == parts.count else {
      return .test(400, #"{"__type":"a#ValidationException","message":"multiple operations on one item"}"#)
    }
    let reasons = parts.map { _, input in
      let row = state.rows[(input["Item"] ?? input["Key"] ?? .null).memoryKey]
      return holds(input, row) ? "None" : "ConditionalCheckFailed"
    }
    guard !reasons.contains("ConditionalCheckFailed") else {
      return single
        ? .test(400, #"{"__type":"a#ConditionalCheckFailedException","message":"no"}"#) : cancelled(reasons)
    }
    for (name, input) in parts {
      let key = (input["Item"] ?? input["Key"] ?? .null).memoryKey
      switch name {
      case "Put": state.rows[key] = input["Item"]
      case "Delete": state.rows[key] = nil
      default: state.rows[key]?.set("message", to: input.value(":u0"))
      }
    }
    return .test(200, "{}")
  }

  /// Carries out all puts and deletions.
  static func writeBatch(_ input: JSONValue, _ state: inout State) -> HTTPResponse {
    let requests = (input["RequestItems"]?.members ?? []).flatMap { $0.value.array ?? [] }
    for request in requests {
      let put = request["PutRequest"]?["Item"]
      state.rows[(put ?? request["DeleteRequest"]?["Key"] ?? .null).memoryKey] = put
    }
    return .test(200, #"{"UnprocessedItems":{}}"#)
  }

  /// Whether the condition holds, made of `attribute_not_exists(pk)` and `name = :value`, joined by OR.
  private static func holds(_ input: JSONValue, _ row: JSONValue?) -> Bool {
    guard let condition = input["ConditionExpression"]?.string else { return true }
    return condition.split(separator: " OR ").contains { part in
      if part == "attribute_not_exists(pk)" { return row == nil }
      let words = part.split(separator: " ").map(String.init)
      return words.count == 3 && row?.texts[words[0]] == input.value(words[2])
    }
  }

  static func cancelled(_ reasons: [String]) -> HTTPResponse {
    let list = reasons.map { #"{"Code":"\#($0)"}"# }.joined(separator: ",")
    return .test(
      400,
      #"{"__type":"a#TransactionCanceledException","message":"no","CancellationReasons":[\#(list)]}"#
    )
  }
}

// MARK: - Reading

extension MemoryTable {
  /// DescribeTable's answer.
  static let description = HTTPResponse.test(
    200,
    """
    {"Table":{"TableName":"cruddur-messages","TableStatus":"ACTIVE",
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"message-group-sk-index","IndexStatus":"ACTIVE"}]}}
    """
  )

  static func query(_ input: JSONValue, _ state: State) -> HTTPResponse {
    let found =
      if input["IndexName"] != nil {
        state.index.values.filter { $0.texts["message_group_uuid"] == input.value(":group") }
      } else {
        rows(of: input.value(":pk") ?? "", state)
          .filter { isInRange($0.texts["sk"] ?? "", input) && passesFilter($0.texts, input) }
      }
    let isForward = input["ScanIndexForward"] != false
    let sorted = found.sorted { isForward ? $0.memoryKey < $1.memoryKey : $1.memoryKey < $0.memoryKey }
    let items = Array(sorted.prefix(input["Limit"]?.integer ?? .max))
    return .test(200, JSONValue.object([.init(name: "Items", value: .array(items))]).text(.compact))
  }

  private static func rows(of partition: String, _ state: State) -> [JSONValue] {
    state.rows.filter { $0.key.partition == partition }.map(\.value)
  }

  private static func isInRange(_ sortKey: String, _ input: JSONValue) -> Bool {
    sortKey == (input.value(":sk") ?? sortKey)
      && sortKey.hasPrefix(input.value(":year") ?? "") && sortKey < (input.value(":before") ?? "~")
      && sortKey >= (input.value(":start_date") ?? "") && sortKey <= (input.value(":end_date") ?? "~")
  }

  private static func passesFilter(_ texts: [String: String], _ input: JSONValue) -> Bool {
    guard let words = input["FilterExpression"]?.string?.split(separator: " ").map(String.init) else {
      return true
    }
    return texts[words[0]] == input.value(words[2])
  }
}

extension JSONValue {
  /// The attributes of an item whose values are texts.
  var texts: [String: String] {
    Dictionary((members ?? []).map { ($0.name, $0.value["S"]?.string ?? "") }) { $1 }
  }

  var memoryKey: MemoryTable.Key {
    MemoryTable.Key(
      partition: self["pk"]?["S"]?.string ?? "",
      sort: self["sk"]?["S"]?.string ?? ""
    )
  }

  /// The text of a placeholder in the request's expressions, such as `:pk`.
  fileprivate func value(_ name: String) -> String? {
    self["ExpressionAttributeValues"]?[name]?["S"]?.string
  }

  fileprivate mutating func set(_ name: String, to text: String?) {
    let others = (members ?? []).filter { $0.name != name }
    self = .object(others + [.init(name: name, value: ["S": .string(text ?? "")])])
  }
}
