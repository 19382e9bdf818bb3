import Synchronization
import Toolkit

/// Counts which items were written and which may have been; the others were not.
package final class WriteTally: Sendable {
  private struct State {
    var written = 0
    /// Items in requests that are not answered yet.
    var underWay: Set<Item.Key> = []
    /// Items that are not confirmed, but were in an earlier request whose answer was lost.
    var doubtful: Set<Item.Key> = []
  }

  private let state = Mutex(State())
  private let progress: @Sendable (_ written: Int) -> Void

  /// - Parameter progress: Called after each request with the count.
  package init(progress: @escaping @Sendable (_ written: Int) -> Void = { _ in }) {
    self.progress = progress
  }

  /// Items that the service has confirmed.
  package var written: Int { state.withLock(\.written) }

  /// Items that may have been written, because no answer came. All items that are neither written nor
  /// uncertain are not written.
  package var uncertain: Int { state.withLock { $0.underWay.union($0.doubtful).count } }

  /// A request with these items is about to go out.
  func begin(_ items: [Item]) {
    state.withLock { state in
      for item in items { state.underWay.insert(item.key) }
    }
  }

  /// Records the service's answer for a request's items.
  ///
  /// - Parameters:
  ///   - left: The unprocessed items.
  ///   - isRepetition: Whether an earlier attempt, whose answer was lost, may have written them.
  func end(_ items: [Item], left: [Item], isRepetition: Bool) {
    let total = state.withLock { state in
      let left = Set(left.map(\.key))
      for key in items.map(\.key) {
        state.underWay.remove(key)
        if !left.contains(key) {
          state.doubtful.remove(key)
        } else if isRepetition {
          state.doubtful.insert(key)
        }
      }
      state.written += items.count - left.count
      return state.written
    }
    progress(total)
  }
}
