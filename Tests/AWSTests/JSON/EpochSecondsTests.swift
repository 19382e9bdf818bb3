import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct EpochSecondsTests {
  @Test(arguments: [
    ("0", 0), ("1", 1_000_000), ("1679853854.123", 1_679_853_854_123_000),
    ("1.679853854123E9", 1_679_853_854_123_000),
    ("-1.5", -1_500_000), ("0.0000005", 0), ("0.0000015", 2),
  ])
  func `a moment is rounded to microseconds, half to even, as Python rounds`(
    digits: String,
    microseconds: Int64
  ) {
    #expect(Timestamp(epochSeconds: .number(digits))?.microseconds == microseconds)
  }

  @Test(
    arguments: [.string("1"), .null, .bool(true), .number("1e11"), .number("-1e11"), .number("1e999")]
      as [JSONValue]
  )
  func `anything but a time is refused`(value: JSONValue) {
    #expect(Timestamp(epochSeconds: value) == nil)
  }
}
