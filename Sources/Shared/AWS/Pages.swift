/// The pages of a list. Each is asked for as soon as the one before it has named it, while that one is still being used.
///
/// Memory is two pages, however long the list.
package struct Pages<Page: Sendable, Token: Sendable & Equatable>: AsyncSequence, Sendable {
  /// Fetches one page: no token asks for the first; `next` is nil after the last.
  package typealias Fetch = @Sendable (_ token: Token?) async throws -> (page: Page, next: Token?)

  private let executor: (any TaskExecutor)?
  private let fetch: Fetch

  /// - Parameter executor: Where to fetch.
  package init(on executor: (any TaskExecutor)?, fetch: @escaping Fetch) {
    self.executor = executor
    self.fetch = fetch
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(executor: executor, fetch: fetch)
  }

  /// Not a value: it owns the request under way, and breaks it off when it goes.
  package final class Iterator: AsyncIteratorProtocol {
    private let executor: (any TaskExecutor)?
    private let fetch: Fetch
    private var token: Token?
    private var pending: Task<(page: Page, next: Token?), any Error>?

    init(executor: (any TaskExecutor)?, fetch: @escaping Fetch) {
      self.executor = executor
      self.fetch = fetch
      start(nil)
    }

    deinit { pending?.cancel() }

    /// - Throws: What `fetch` throws, and `ToolError` with the code `.response` when a page names itself as the next one:
    ///   that list would never end.
    package func next() async throws -> Page? {
      guard let pending else { return nil }
      let (page, next) = try await withTaskCancellationHandler {
        try await pending.value
      } onCancel: {
        pending.cancel()
      }
      if let next, next == token {
        throw ToolError(.response, "the service answered with a page that names itself as the next one")
      }
      self.pending = nil
      if let next { start(next) }
      return page
    }

    private func start(_ token: Token?) {
      self.token = token
      pending = Task(executorPreference: executor) { [fetch] in try await fetch(token) }
    }
  }
}
