import Toolkit

extension DynamoDBClient {
  /// The parameters of a scan.
  package struct ScanRequest: Sendable {
    package let table: TableName
    /// Items in all; nil for the whole table.
    package var limit: Int?
    /// The number of this part and of all parts of a parallel scan.
    package var segment: (number: Int, total: Int)?
    /// The key after which to begin, in DynamoDB's JSON; nil for the table's beginning.
    package var startKey: JSONValue?
    /// Shared by all segments.
    var pace: ReadPace?
    /// Which items, and which of their attributes.
    package var choice = ScanChoice()

    package init(table: TableName, limit: Int? = nil, segment: (number: Int, total: Int)? = nil) {
      self.table = table
      self.limit = limit
      self.segment = segment
    }
  }

  /// Where a scan continues.
  struct ScanPosition: Sendable, Equatable {
    let key: JSONValue
    /// Items still wanted; nil for all.
    let remaining: Int?

    /// Compared by bytes: to Swift the two Unicode forms of é are equal, to DynamoDB they are not.
    static func == (left: ScanPosition, right: ScanPosition) -> Bool {
      left.key.encoded() == right.key.encoded()
    }
  }

  /// The pages of a scan. The next one is fetched while this one is used.
  ///
  /// A page ends at 1 MB or at `Limit` items; the scan ends only where `LastEvaluatedKey` is absent or empty:
  /// a page without items that names a next one is legal. Source: Amazon DynamoDB API Reference, Scan.
  func pages(of request: ScanRequest) -> Pages<ScanPage, ScanPosition> {
    let pace = request.pace ?? ReadPace(aws.wallClock, rate: nil)
    return Pages(of: "Scan", from: aws) { position in
      let wanted = position.map(\.remaining) ?? request.limit
      let page = try await patientPage(
        of: request,
        from: position?.key ?? request.startKey,
        wanted: wanted,
        at: pace
      )
      let remaining = wanted.map { $0 - page.count }
      let isEnough = remaining.map { $0 <= 0 } ?? false
      let next = isEnough ? nil : page.lastEvaluatedKey.map { ScanPosition(key: $0, remaining: remaining) }
      // With a filter any number of pages may be empty.
      return (page, page.count == 0 && request.choice.filter == nil, next)
    }
  }

  /// Retries throttled requests as long as pages come in any segment: a table with little capacity refuses
  /// requests for a while.
  private func patientPage(
    of request: ScanRequest,
    from key: JSONValue?,
    wanted: Int?,
    at pace: ReadPace
  ) async throws -> ScanPage {
    try await pace.waitForTurn()
    while true {
      do {
        let page = try await page(of: request, from: key, wanted: wanted)
        pace.note(page)
        return page
      } catch let error as ToolError where error.isThrottled && pace.idleTime < aws.retries.throttlePatience {
        aws.record.note(
          "table \"\(request.table)\" gives no items at the moment; trying again",
          after: pace.idleTime
        )
      }
    }
  }

  private func page(of request: ScanRequest, from key: JSONValue?, wanted: Int?) async throws -> ScanPage {
    // DynamoDB counts before it filters.
    let limit = request.choice.filter == nil ? wanted : nil
    let input: JSONObject = [
      "TableName": request.table.json, "ExclusiveStartKey": key,
      "Limit": limit.map { .integer($0) }, "Segment": request.segment.map { .integer($0.number) },
      "TotalSegments": request.segment.map { .integer($0.total) },
      "ReturnConsumedCapacity": request.pace?.rate == nil ? nil : "TOTAL",
    ]
    do {
      let answer = try await answer("Scan", on: request.table, input: input + request.choice.input)
      return try ScanPage(answer.body)
    } catch let error as JSONError {
      throw aws.unexpected("Scan", reason: error.description)
    }
  }
}
