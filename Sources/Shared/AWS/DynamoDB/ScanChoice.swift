import Toolkit

/// Which items of a table a scan returns, and which of their attributes.
package struct ScanChoice: Sendable {
  /// Read this index in place of the table.
  package var index: IndexName?
  /// Only these attributes; paths with dots. None for all.
  package var attributes: [String] = []
  package var filter: Condition?

  package init(index: IndexName? = nil, attributes: [String] = [], filter: Condition? = nil) {
    self.index = index
    self.attributes = attributes
    self.filter = filter
  }

  /// Whether it returns every item of the table.
  var bringsWholeTable: Bool { index == nil && filter == nil }

  /// Its part of the input of Scan.
  var input: JSONObject {
    var projection = AttributeNames(prefix: "#a")
    let paths = attributes.map { projection.placeholder(for: $0) }
    let names = (filter?.names ?? [:]) + projection.names
    return [
      "IndexName": index?.json,
      "ProjectionExpression": paths.isEmpty ? nil : .string(paths.joined(separator: ", ")),
      "FilterExpression": (filter?.expression).map { .string($0) },
      "ExpressionAttributeValues": (filter?.values).flatMap { $0.isEmpty ? nil : .object($0) },
      "ExpressionAttributeNames": names.isEmpty ? nil : .object(names),
    ]
  }
}

extension DynamoDBClient {
  /// Counts the items that a scan returns, without receiving them.
  ///
  /// - Parameter progress: Called after each page with the number so far.
  package func count(
    _ choice: ScanChoice,
    in table: TableName,
    progress: (_ count: Int) -> Void = { _ in }
  ) async throws -> Int {
    // Selected attributes do not change the count, and Select=COUNT does not allow them.
    let input =
      ["TableName": table.json, "Select": "COUNT"]
      + ScanChoice(index: choice.index, filter: choice.filter).input
    var count = 0
    var position = PagePosition()
    repeat {
      let answer = try await call("Scan", on: table, input: input + ["ExclusiveStartKey": position.key])
      guard let found = answer["Count"]?.integer, found >= 0,
        case (let sum, false) = count.addingReportingOverflow(found)
      else { throw aws.unexpected("Scan", reason: "it has no Count") }
      count = sum
      progress(count)
      let isEmpty = found == 0 && choice.filter == nil
      try position.goOn(after: answer, isEmpty: isEmpty, of: "Scan", from: aws)
    } while !position.isAtEnd
    return count
  }
}
