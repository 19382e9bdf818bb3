import AWS
import ArgumentParser
import CruddurAWS
import Toolkit

/// What the access patterns have in common: the time that they look at.
struct PatternOptions: ParsableArguments {
  @Option(help: "Look at this year; the current one (UTC), when left out.")
  var year: Int?

  @Option(help: ArgumentHelp("Look from this moment on, instead of at a year.", valueName: "ISO 8601"))
  var from: Timestamp?

  @Option(help: ArgumentHelp("Look up to this moment.", valueName: "ISO 8601"))
  var to: Timestamp?

  func validate() throws {
    if let year, !(1...9999).contains(year) { throw ValidationError("--year must be from 1 to 9999") }
    if year != nil, from != nil || to != nil {
      throw ValidationError("--year and --from/--to exclude each other")
    }
    if let from, let to, to < from { throw ValidationError("--to is before --from") }
  }

  /// The beginning of the sort keys of the year that is asked for; nil where none is.
  var yearPrefix: String? {
    year.map { String($0) }.map { String(repeating: "0", count: 4 - $0.count) + $0 }
  }

  /// Sort keys are times in UTC, so a year is a prefix and a span of time a span of text.
  func sortKey(now: Timestamp) -> DynamoDBClient.QueryRequest.SortKey {
    if from == nil && to == nil {
      let digits = String(year ?? now.year)
      return .beginsWith(String(repeating: "0", count: 4 - digits.count) + digits)
    }
    return .between(from?.iso8601 ?? "0001", to?.iso8601 ?? "9999-12-31T23:59:59.999999+00:00")
  }
}

extension Console {
  /// An answer ends at 1 MB or at the limit; the user should know when there is more.
  func noteMore(_ answer: JSONValue) {
    guard !answer["LastEvaluatedKey"].isEmptyToken else { return }
    let count = answer["Items"]?.array?.count ?? 0
    note("\(counted(count, "item")), the newest; there may be older ones (see --to)")
  }
}
