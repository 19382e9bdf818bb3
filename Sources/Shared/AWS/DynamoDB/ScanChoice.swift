import Toolkit

/// Which items of a table a scan brings, and what of them.
package struct ScanChoice: Sendable {
  /// Read this index in place of the table.
  package var index: String?
  /// Only these attributes; paths with dots. None for all.
  package var attributes: [String] = []
  package var filter: Condition?

  package init(index: String? = nil, attributes: [String] = [], filter: Condition? = nil) {
    self.index = index
    self.attributes = attributes
    self.filter = filter
  }

  /// What it adds to the input of Scan.
  var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    var names = filter?.names ?? []
    if let index { members.append(.init(name: "IndexName", value: .string(index))) }
    if !attributes.isEmpty {
      var projection = AttributeNames(prefix: "#a")
      let paths = attributes.map { projection.placeholder(for: $0) }
      members.append(.init(name: "ProjectionExpression", value: .string(paths.joined(separator: ", "))))
      names += projection.members
    }
    if let filter {
      members.append(.init(name: "FilterExpression", value: .string(filter.expression)))
      if !filter.values.isEmpty {
        members.append(.init(name: "ExpressionAttributeValues", value: .object(filter.values)))
      }
    }
    if !names.isEmpty { members.append(.init(name: "ExpressionAttributeNames", value: .object(names))) }
    return members
  }
}

extension DynamoDBClient {
  /// How many items a scan brings, of which none are sent.
  ///
  /// - Parameter progress: Is called with the number so far after each page.
  package func count(
    _ choice: ScanChoice,
    in table: String,
    progress: (_ count: Int) -> Void = { _ in }
  ) async throws -> Int {
    // Attributes that are chosen do not change their number, and Select forbids them.
    let members = ScanChoice(index: choice.index, filter: choice.filter).members
    var count = 0
    var start: JSONValue?
    repeat {
      var input = [
        JSONValue.Member(name: "TableName", value: .string(table)), .init(name: "Select", value: "COUNT"),
      ]
      input += members
      if let start { input.append(.init(name: "ExclusiveStartKey", value: start)) }
      let answer = try await call("Scan", on: table, .object(input))
      guard let found = answer["Count"]?.integer, found >= 0 else {
        throw aws.unexpected("Scan", "it has no Count")
      }
      count += found
      progress(count)
      start = answer["LastEvaluatedKey"].flatMap { $0.members?.isEmpty == false ? $0 : nil }
    } while start != nil
    return count
  }
}
