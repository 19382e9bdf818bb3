import AWS
import ArgumentParser
import CruddurAWS
import Toolkit

/// The options of the access patterns for a span of time.
struct PatternOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Look at this year; the current one (UTC), when left out.", valueName: "yyyy"),
    transform: WholeNumber.within(1...9_999)
  )
  var year: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look from this moment on, instead of at a year: \(MomentArgument.forms).",
      valueName: "moment"
    ),
    transform: MomentArgument.init(parsing:)
  )
  var from: MomentArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Look up to this moment.", valueName: "moment"),
    transform: MomentArgument.init(parsing:)
  )
  var to: MomentArgument?

  func validate() throws {
    if year != nil, from != nil || to != nil {
      throw ValidationError("--year and --from/--to exclude each other")
    }
  }

  /// Sort keys are times in UTC, so a year is a prefix of them, and a span of time a span of texts.
  ///
  /// - Throws: `ValidationError` for a span that ends before it begins.
  func sortKey(now: Timestamp) throws -> SortKeyCondition {
    try limits(now: now) ?? .beginsWith(yearText(now))
  }

  /// The span of the command line; nil for all times.
  ///
  /// - Throws: `ValidationError` for a span that ends before it begins.
  func limits(now: Timestamp) throws -> SortKeyCondition? {
    if let year { return .beginsWith(year.padded(4)) }
    let (from, to) = (from?.timestamp(now: now), to?.timestamp(now: now))
    if from == nil && to == nil { return nil }
    if let from, let to, to < from { throw ValidationError("--to is before --from") }
    return .between(from?.iso8601 ?? "0001", to?.iso8601 ?? "9999-12-31T23:59:59.999999+00:00")
  }

  /// The same for messages: `in 2023`, `from 2023-03-26T18:00:00.000000+00:00`.
  func span(now: Timestamp) -> String {
    if from == nil && to == nil { return "in \(yearText(now)) (see --year)" }
    let (from, to) = (from?.timestamp(now: now), to?.timestamp(now: now))
    let ends = [from.map { "from \($0.iso8601)" }, to.map { "up to \($0.iso8601)" }]
    return ends.compactMap(\.self).joined(separator: " ")
  }

  private func yearText(_ now: Timestamp) -> String { (year ?? now.year).padded(4) }
}

extension Console {
  /// Says where an answer has no items, and where there may be more: it ends at 1 MB or at the limit.
  ///
  /// - Parameters:
  ///   - things: What was asked for: `messages of GROUP`.
  ///   - span: As `PatternOptions.span` has it.
  func noteExtent(of answer: JSONValue, things: String, span: String) {
    let count = answer["Items"]?.array?.count ?? 0
    if count == 0 { note("no \(things) \(span)") }
    guard !answer["LastEvaluatedKey"].isEmptyToken else { return }
    note("\(counted(count, of: "item")), the newest; there may be older ones (see --to)")
  }
}
