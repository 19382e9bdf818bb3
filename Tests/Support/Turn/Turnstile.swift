import FoundationEssentials

/// Lets a limited number of tests work at the same time: more would only delay each other.
package actor Turnstile {
  /// The one that whole tests pass. If all tests worked at once, the process would also have so many open
  /// files that Foundation's `Process` reads past the end of its list of them.
  static let tests = Turnstile()

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  package init(places: Int = max(4, ProcessInfo.processInfo.activeProcessorCount)) { self.places = places }

  /// Runs `body` when a place is free. The caller that has waited longest is next.
  package nonisolated func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    await enter()
    do {
      let result = try await body()
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      places += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
