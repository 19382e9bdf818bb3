import Toolkit

/// Where in a list of items that is read page by page the next page begins.
package struct PagePosition: Sendable {
  /// The key after which it begins; nil for the first page.
  private(set) var key: JSONValue?
  /// Whether the page that was read is the last one.
  package private(set) var isAtEnd = false
  private var trail = PageTrail<JSONValue>()

  package init() {}

  /// Goes on to the page that an answer names: an absent, null or empty LastEvaluatedKey is the end.
  ///
  /// - Parameter isEmpty: Whether the page has no entry although nothing was filtered out.
  /// - Throws: `ToolError` for a LastEvaluatedKey that is not a key, and for a list that would never end.
  mutating func goOn(
    after answer: JSONValue,
    isEmpty: Bool,
    of operation: String,
    from aws: AWSClient
  ) throws(ToolError) {
    let next = answer["LastEvaluatedKey"]
    guard !next.isEmptyToken else {
      isAtEnd = true
      return
    }
    guard let next, next.members != nil else {
      throw aws.unexpected(operation, reason: "its LastEvaluatedKey is not a key")
    }
    trail.note(isEmpty: isEmpty)
    if let why = trail.follow(next) { throw aws.unexpected(operation, reason: why) }
    key = next
  }
}
