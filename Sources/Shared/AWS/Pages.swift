/// The pages of a list, each asked for with the token that the page before it brought.
package struct Pages<Page: Sendable>: AsyncSequence, Sendable {
  /// Fetches one page: nil asks for the first; the token is nil after the last.
  package typealias Fetch = @Sendable (_ token: String?) async throws -> (page: Page, next: String?)

  private let fetch: Fetch

  package init(fetch: @escaping Fetch) {
    self.fetch = fetch
  }

  package func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch) }

  package struct Iterator: AsyncIteratorProtocol {
    let fetch: Fetch
    private var token: String?
    private var isDone = false

    init(fetch: @escaping Fetch) {
      self.fetch = fetch
    }

    /// - Throws: `ToolError` with the code `.response` when a page names itself as the next one: that list never ends.
    package mutating func next() async throws -> Page? {
      guard !isDone else { return nil }
      let (page, next) = try await fetch(token)
      if let next, next == token {
        throw ToolError(.response, "the service answered with a page that names itself as the next one")
      }
      token = next
      isDone = next == nil
      return page
    }
  }
}
