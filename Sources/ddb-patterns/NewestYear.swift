import AWS
import Toolkit

/// Where the span of the command line has no items: the year of the newest ones.
enum NewestYear {
  /// Says which year it is, and the command that looks at it. A request that fails names no year: what was
  /// asked for is printed already.
  ///
  /// - Parameters:
  ///   - step: Said where no year is known.
  ///   - newest: Requests the sort key of the newest item of all years; nil where there is none.
  /// - Throws: `CancellationError`.
  static func note(
    in context: AWSContext,
    otherwise step: NextStep,
    newest: () async throws -> String?
  ) async throws {
    guard !context.console.isQuiet else { return }
    let sortKey: String?
    do { sortKey = try await newest() } catch is ToolError { sortKey = nil }
    guard let year = sortKey.flatMap(year(of:)) else { return context.console.note(step) }
    context.console.note(.lookAtYear(year))
  }

  /// Nil for a sort key that is not a time.
  private static func year(of sortKey: String) -> Int? {
    guard let year = Int(sortKey.prefix(4)), year > 0, sortKey.hasPrefix(year.padded(4)) else { return nil }
    return year
  }
}
