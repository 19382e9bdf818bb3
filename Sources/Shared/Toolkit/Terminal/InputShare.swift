/// How far an input of a known size is read, in bytes or in things.
package struct InputShare: Sendable, Equatable {
  package let size: Int
  package var read: Int
  /// What was left out at the beginning: it took no time.
  package var skipped: Int

  package init(size: Int, read: Int = 0, skipped: Int = 0) {
    self.size = size
    self.read = read
    self.skipped = skipped
  }

  /// Nil for a file that has grown, and for an empty one.
  var percentage: Int? { isKnown ? Int(Double(read) / Double(size) * 100) : nil }

  /// The time for the rest, at the rate so far.
  func secondsLeft(after elapsed: Double) -> Double? {
    guard isKnown, read > skipped else { return nil }
    return Double(size - read) / (Double(read - skipped) / elapsed)
  }

  private var isKnown: Bool { size > 0 && read <= size }
}
