import Toolkit

/// Where a document is not JSON, and what was expected there.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Bytes from the start of the document.
  package let offset: Int
  package let expected: String

  package var description: String { "not JSON: expected \(expected) at byte \(offset)" }
}
