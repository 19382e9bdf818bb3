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
    let count = total.map { "\(done) of \(counted($0, thing))" } ?? counted(done, thing)
    let elapsed = (now - start) / .seconds(1)
    guard now - start >= Self.settled, done > 0 else { return count }
    let rate = Double(done) / elapsed
    let share = total.map { ", \(Int(Double(done) / Double($0) * 100)) %" } ?? ""
    let left = total.map { ", \(Self.span(Double($0 - done) / rate)) left" } ?? ""
    return "\(count)\(share), \(Int(rate))/s\(left)"
  }

  private static func span(_ seconds: Double) -> String {
    guard seconds < Double(Int32.max) else { return "long" }
    let seconds = Int(seconds.rounded(.up))
    if seconds < 120 { return "\(seconds) s" }
    return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
  }
}
