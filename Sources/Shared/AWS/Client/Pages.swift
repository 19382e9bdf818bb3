import Toolkit

/// The pages of a list. Each page is requested as soon as the token of the page before is known, up to two
/// pages ahead of the one in use: one that has arrived, and one that is being fetched.
///
/// Memory is three pages, however long the list.
package struct Pages<Page: Sendable, Token: Sendable & Equatable>: AsyncSequence, Sendable {
  /// Fetches one page. Without a token it is the first one. `next` is nil after the last; `isEmpty` is
  /// whether the page has no entry.
  package typealias Fetch = @Sendable (_ token: Token?) async throws -> Fetched
  package typealias Fetched = (page: Page, isEmpty: Bool, next: Token?)
  /// Makes the error for a list that would never end from the reason.
  package typealias Endless = @Sendable (_ why: String) -> ToolError

  private let executor: (any TaskExecutor)?
  private let endless: Endless
  private let fetch: Fetch

  /// - Parameters:
  ///   - executor: The executor of the fetching tasks.
  ///   - endless: Makes the error for pages whose tokens repeat, or for too many empty pages in a row.
  init(on executor: (any TaskExecutor)?, endless: @escaping Endless, fetch: @escaping Fetch) {
    self.executor = executor
    self.endless = endless
    self.fetch = fetch
  }

  /// The pages of an operation.
  init(of operation: String, from client: AWSClient, fetch: @escaping Fetch) {
    self.init(on: client.executor, endless: { client.unexpected(operation, reason: $0) }, fetch: fetch)
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(executor: executor, endless: endless, fetch: fetch)
  }

  /// A class, because it owns the requests under way, and cancels them when it is released.
  package final class Iterator: AsyncIteratorProtocol {
    /// A page, the token of the next one, and the path so far; nil after the last page.
    private typealias Step = (page: Page, next: Token?, trail: PageTrail<Token>)?

    private let executor: (any TaskExecutor)?
    private let endless: Endless
    private let fetch: Fetch
    private var pending: [Task<Step, any Error>] = []

    private static var lookahead: Int { 2 }

    init(executor: (any TaskExecutor)?, endless: @escaping Endless, fetch: @escaping Fetch) {
      self.executor = executor
      self.endless = endless
      self.fetch = fetch
      for _ in 0..<Self.lookahead { startNext() }
    }

    deinit {
      for task in pending { task.cancel() }
    }

    /// - Throws: What `fetch` throws, and `endless` for a list that would never end.
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

    /// Fetches the page after the last one pending, as soon as that one's token is known.
    private func startNext() {
      let previous = pending.last
      pending.append(
        Task(executorPreference: executor) { [endless, fetch] in
          var token: Token?
          var trail = PageTrail<Token>()
          if let previous {
            guard let before = try await previous.value, let next = before.next else { return nil }
            trail = before.trail
            if let why = trail.follow(next) { throw endless(why) }
            token = next
          }
          let (page, isEmpty, next) = try await fetch(token)
          trail.note(isEmpty: isEmpty)
          return (page, next, trail)
        }
      )
    }
  }
}

/// The path through a list, as far as it is needed to detect that it will not end.
struct PageTrail<Token: Sendable & Equatable>: Sendable {
  /// One token is remembered, and replaced by a later one each time that the path has doubled (Brent's cycle
  /// detection).
  private var remembered: Token?
  private var steps = 0
  private var stepsToRemember = 1
  private var emptyPages = 0

  /// Counts the empty pages in a row.
  mutating func note(isEmpty: Bool) {
    emptyPages = isEmpty ? emptyPages + 1 : 0
  }

  /// Goes on to the page that `token` names. Returns the reason if the list would never end.
  mutating func follow(_ token: Token) -> String? {
    guard token != remembered else { return "a page names an earlier one as the next; it would never end" }
    guard emptyPages < Limits.emptyPages else { return "\(emptyPages) pages in a row are empty" }
    steps += 1
    if steps == stepsToRemember {
      remembered = token
      stepsToRemember *= 2
    }
    return nil
  }
}

extension AWSClient {
  /// The token of the next page, from the member `name` of an answer; nil on the last page, where it is
  /// absent, null or empty.
  ///
  /// - Throws: `ToolError` for a token that is not a text.
  func nextPage(_ name: String, in answer: JSONValue, of operation: String) throws(ToolError) -> String? {
    guard !answer[name].isEmptyToken else { return nil }
    guard let token = answer[name]?.string else {
      throw unexpected(operation, reason: "its \(name) is not a text")
    }
    return token
  }
}

extension JSONValue? {
  /// Whether a token for the next page is absent, null or empty: then there is no next page.
  package var isEmptyToken: Bool {
    switch self {
    case nil, .null, "", [:]: true
    default: false
    }
  }
}
