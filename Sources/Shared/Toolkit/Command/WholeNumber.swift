import ArgumentParser

/// An option's value that is a whole number within a range.
///
/// Such an option is parsed with `.unconditional`: ArgumentParser takes a word like `-1` for an option otherwise,
/// and says that the value is missing.
package enum WholeNumber {
  /// The function that reads the value.
  ///
  /// - Throws: In that function, `ValidationError` with the numbers that are right.
  package static func within<Number: FixedWidthInteger & Sendable>(
    _ range: ClosedRange<Number>
  ) -> @Sendable (String) throws -> Number {
    { text in
      guard let number = Number(text), range.contains(number) else {
        throw ValidationError("it must be \(form(of: range))")
      }
      return number
    }
  }

  /// The numbers of a range, in words.
  private static func form<Number: FixedWidthInteger>(of range: ClosedRange<Number>) -> String {
    guard range.upperBound == .max, (0...1).contains(range.lowerBound), Number.self == Int.self else {
      return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
    return range.lowerBound == 1 ? "a positive whole number" : "0 or a positive whole number"
  }
}
