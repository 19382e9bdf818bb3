import Synchronization

/// A counter whose first number is 1.
package final class Counted: Sendable {
  private let state = Mutex(0)

  package init() {}

  package var count: Int { state.withLock { $0 } }

  package func next() -> Int {
    state.withLock { count in
      count += 1
      return count
    }
  }
}
