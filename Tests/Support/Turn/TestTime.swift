import FoundationEssentials

/// The time limits of tests. They are long, so that no test fails because the machine is slow.
package enum TestTime {
  /// How much longer everything may take than on a machine with nothing else to do: the variable
  /// `TEST_TIME_SCALE`, 1 where it is not set. `scripts/sanitize` sets it.
  package static let scale: Double = {
    guard let text = ProcessInfo.processInfo.environment["TEST_TIME_SCALE"] else { return 1 }
    guard let scale = Double(text), scale > 0, scale.isFinite else {
      fatalError("TEST_TIME_SCALE is not a positive number: \(text)")
    }
    return scale
  }()

  /// A test that works longer than this hangs.
  package static let test: Duration = .seconds(600) * scale

  /// A program that a test runs, and a wait within a test, hang after this: sooner than the test, so that it
  /// can say what hung.
  package static let step: Duration = .seconds(240) * scale
}
