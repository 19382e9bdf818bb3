import AWS
import Toolkit

/// Another year to look at, where there is nothing in the span of the command line.
struct OtherYear {
  private let year: Int

  /// - Parameter newest: The sort key of the newest item of all years.
  /// - Returns: Nil where there is none, or where its sort key is not a time.
  init?(newest: String?) {
    guard let newest, let year = Int(newest.prefix(4)), year > 0, newest.hasPrefix(year.padded(4)) else {
      return nil
    }
    self.year = year
  }

  /// Says which year it is, and the command that looks at it.
  func note(in context: AWSContext) {
    context.console.note(NextStep.lookAtYear(year).rendered(context.base.commandLine))
  }
}
