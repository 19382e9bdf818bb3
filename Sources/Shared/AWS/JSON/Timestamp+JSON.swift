import Toolkit

extension Timestamp {
  /// Reads a moment as AWS sends it: seconds since 1970, with a fraction.
  ///
  /// Nil when the value is not a number, or is out of range.
  package init?(epochSeconds value: JSONValue) {
    guard let seconds = value.double, abs(seconds) < 1e11 else { return nil }
    self.init(microseconds: Int64((seconds * 1_000_000).rounded(.toNearestOrEven)))
  }
}
