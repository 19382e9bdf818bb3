import Toolkit

/// The pages of a list. Each is asked for as soon as the one before it has named it, up to two ahead of the one in use: one
/// is there when it is wanted, and one is on its way.
///
/// Memory is three pages, however long the list.
package struct Pages<Page: Sendable, Token: Sendable & Equatable>: AsyncSequence, Sendable {
  /// Fetches one page: no token asks for the first; `next` is nil after the last.
  package typealias Fetch = @Sendable (_ token: Token?) async throws -> (page: Page, next: Token?)

  private let executor: (any TaskExecutor)?
  private let circle: ToolError
  private let fetch: Fetch

  /// - Parameters:
  ///   - executor: Where to fetch.
  ///   - circle: What to throw when the pages go round in a circle: that list would never end.
  init(on executor: (any TaskExecutor)?, circle: ToolError, fetch: @escaping Fetch) {
    self.executor = executor
    self.circle = circle
    self.fetch = fetch
  }

  /// The pages of an operation.
  init(of operation: String, from client: AWSClient, fetch: @escaping Fetch) {
    let circle = client.unexpected(operation, "a page names an earlier one as the next; it would never end")
    self.init(on: client.executor, circle: circle, fetch: fetch)
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(executor: executor, circle: circle, fetch: fetch)
  }

  /// Not a value: it owns the requests under way, and breaks them off when it goes.
  package final class Iterator: AsyncIteratorProtocol {
    /// A page, what names the next one, and the way to here; nil after the last page.
    private typealias Fetched = (page: Page, next: Token?, trail: TokenTrail<Token>)?

    private let executor: (any TaskExecutor)?
    private let circle: ToolError
    private let fetch: Fetch
    private var pending: [Task<Fetched, any Error>] = []

    private static var lookahead: Int { 2 }

    init(executor: (any TaskExecutor)?, circle: ToolError, fetch: @escaping Fetch) {
      self.executor = executor
      self.circle = circle
      self.fetch = fetch
      for _ in 0..<Self.lookahead { startNext() }
    }

    deinit {
      for task in pending { task.cancel() }
    }

    /// - Throws: What `fetch` throws, and the list's own error when its pages go round in a circle.
    package func next() async throws -> Page? {
      guard let first = pending.first else { return nil }
      let fetched = try await withTaskCancellationHandler {
        try await first.value
      } onCancel: {
        first.cancel()
      }
      pending.removeFirst()
      if fetched == nil { pending = [] } else { startNext() }
      return fetched?.page
    }

    /// Fetches the page after the last one pending, once that has named it.
    private func startNext() {
      let previous = pending.last
      pending.append(
        Task(executorPreference: executor) { [circle, fetch] in
          var token: Token?
          var trail = TokenTrail<Token>()
          if let previous {
            guard let before = try await previous.value, let next = before.next else { return nil }
            trail = before.trail
            guard trail.follow(next) else { throw circle }
            token = next
          }
          let (page, next) = try await fetch(token)
          return (page, next, trail)
        }
      )
    }
  }
}

/// The tokens that have been followed, as far as it takes to see that they go round in a circle: one of them is remembered,
/// a later one each time that the way has doubled (Brent's algorithm).
private struct TokenTrail<Token: Sendable & Equatable>: Sendable {
  private var remembered: Token?
  private var steps = 0
  private var stepsToRemember = 1

  /// Returns false for a token that has been followed before, as far as is known.
  mutating func follow(_ token: Token) -> Bool {
    guard token != remembered else { return false }
    steps += 1
    if steps == stepsToRemember {
      remembered = token
      stepsToRemember *= 2
    }
    return true
  }
}
