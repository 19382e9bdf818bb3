import Synchronization
import Toolkit

/// What has been written, what may have been, and by that what has not, item by item.
package final class WriteTally: Sendable {
  private struct State {
    var written = 0
    /// In requests whose answer has not come.
    var underWay: Set<Item.Key> = []
    /// Not confirmed, but the answer to an earlier request with them was lost.
    var doubtful: Set<Item.Key> = []
    var lastProgress = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let progress: @Sendable (_ written: Int) -> Void

  /// - Parameter progress: Is called with the count after each request.
  package init(progress: @escaping @Sendable (_ written: Int) -> Void = { _ in }) {
    self.progress = progress
  }

  /// Items that the service has confirmed.
  package var written: Int { state.withLock(\.written) }

  /// Items that may be written or not: no answer has told. The rest of all items, beside these and the written ones, is
  /// not written.
  package var uncertain: Int { state.withLock { $0.underWay.union($0.doubtful).count } }

  /// How long ago the last item was confirmed.
  var idleTime: Duration { state.withLock { ContinuousClock.now - $0.lastProgress } }

  /// A request with these items is about to go out.
  func begin(_ items: [Item]) {
    state.withLock { state in
      for item in items { state.underWay.insert(item.key) }
    }
  }

  /// The service has said what became of a request's items.
  ///
  /// - Parameters:
  ///   - left: Those that it did not take.
  ///   - isRepetition: Whether an earlier attempt, whose answer was lost, may have written these nevertheless.
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
      if left.count < items.count { state.lastProgress = .now }
      return state.written
    }
    progress(total)
  }
}
