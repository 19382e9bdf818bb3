import AWS
import Toolkit

/// The year of the newest items, where the span of the command line has none.
struct NewestYear {
  private let year: Int

  /// - Parameter newest: Requests the sort key of the newest item of all years; nil where there is none. When the
  ///   request fails, no year is named: what was asked for is printed already.
  /// - Returns: Nil where there is none, or where its sort key is not a time.
  /// - Throws: `CancellationError`.
  init?(_ newest: () async throws -> String?) async throws {
    let found: String?
    do { found = try await newest() } catch is ToolError { found = nil }
    guard let newest = found, let year = Int(newest.prefix(4)), year > 0, newest.hasPrefix(year.padded(4))
    else {
      return nil
    }
    self.year = year
  }

  /// Says which year it is, and the command that looks at it.
  func note(in context: AWSContext) {
    context.console.note(NextStep.lookAtYear(year).rendered(context.base.commandLine))
  }
}
