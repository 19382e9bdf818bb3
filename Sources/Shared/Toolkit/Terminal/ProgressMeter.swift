/// The text of a progress line: share, rate and remaining time.
package struct ProgressMeter: Sendable {
  private let thing: String
  private let start: ContinuousClock.Instant

  /// - Parameter thing: The noun in the singular: `item`.
  package init(_ thing: String, start: ContinuousClock.Instant = .now) {
    self.thing = thing
    self.start = start
  }

  /// Before that the rate is not meaningful.
  private static let settled = Duration.seconds(1)

  /// - Parameter total: Nil where it is unknown; ignored where more is done already.
  package func text(done: Int, of total: Int?, at now: ContinuousClock.Instant = .now) -> String {
    let total = total.flatMap { $0 >= done && $0 > 0 ? $0 : nil }
    let count = total.map { "\(done) of \(counted($0, of: thing))" } ?? counted(done, of: thing)
    return text(count, done: done, input: total.map { InputShare(size: $0, read: done) }, at: now)
  }

  /// The text where the number of things is not known, but the size of the input that they come from.
  ///
  /// - Parameter input: Nil where the size is not known either.
  package func text(
    done: Int,
    from input: InputShare?,
    at now: ContinuousClock.Instant = .now
  ) -> String {
    text(counted(done, of: thing), done: done, input: input, at: now)
  }

  private func text(
    _ count: String,
    done: Int,
    input: InputShare?,
    at now: ContinuousClock.Instant
  ) -> String {
    let elapsed = (now - start) / .seconds(1)
    guard now - start >= Self.settled, done > 0 else { return count }
    let share = input?.percentage.map { ", \($0) %" } ?? ""
    let left = input?.secondsLeft(after: elapsed).map { ", \(Self.span($0)) left" } ?? ""
    return "\(count)\(share), \(Int(Double(done) / elapsed))/s\(left)"
  }

  private static func span(_ seconds: Double) -> String {
    guard seconds < Double(Int32.max) else { return "long" }
    let seconds = Int(seconds.rounded(.up))
    if seconds < 120 { return "\(seconds) s" }
    return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
  }
}
