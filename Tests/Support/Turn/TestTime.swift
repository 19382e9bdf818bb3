import FoundationEssentials

/// The time limits of tests. They are long, so that no test fails because the machine is slow.
package enum TestTime {
  /// The factor for all limits: the variable `TEST_TIME_SCALE`, or 1 where it is not set. `scripts/sanitize`
  /// sets it.
  package static let scale: Double = {
    guard let text = ProcessInfo.processInfo.environment["TEST_TIME_SCALE"] else { return 1 }
    guard let scale = Double(text), scale > 0, scale.isFinite else {
      fatalError("TEST_TIME_SCALE is not a positive number: \(text)")
    }
    return scale
  }()

  /// A test that works longer than this hangs.
  package static let test: Duration = .seconds(600) * scale

  /// A program that a test runs, or a wait within a test, hangs when it takes longer than this. It is shorter
  /// than the test's limit, so that the test can say what hung.
  package static let step: Duration = .seconds(240) * scale
}
