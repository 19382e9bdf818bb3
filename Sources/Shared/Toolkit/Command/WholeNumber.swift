import ArgumentParser

/// An option's value that is a whole number within a range.
///
/// Such an option is parsed with `.unconditional`: ArgumentParser takes a word like `-1` for an option
/// otherwise, and says that the value is missing.
package enum WholeNumber {
  /// The function that reads the value.
  ///
  /// - Throws: In that function, `ValidationError` with the numbers that are right.
  package static func within<Number: FixedWidthInteger & Sendable>(
    _ range: ClosedRange<Number>
  ) -> @Sendable (String) throws -> Number {
    { text in
      guard let number = Number(text), range.contains(number) else {
        let isTooLarge = Number(text) == nil && !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
        throw ValidationError("it must be \(isTooLarge ? span(of: range) : form(of: range))")
      }
      return number
    }
  }

  /// The numbers of a range, in words.
  private static func form<Number: FixedWidthInteger>(of range: ClosedRange<Number>) -> String {
    guard range.upperBound == Int.max else { return span(of: range) }
    return range.lowerBound == 1 ? "a positive whole number" : "0 or a positive whole number"
  }

  private static func span<Number: FixedWidthInteger>(of range: ClosedRange<Number>) -> String {
    "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
