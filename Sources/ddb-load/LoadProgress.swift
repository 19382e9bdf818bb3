import AWS
import Synchronization
import Toolkit

/// The progress of a load: which items are not confirmed yet, and where the first of them is in the input.
final class LoadProgress: Sendable {
  private struct State {
    /// Items read, with the skipped ones.
    var read: Int
    var pending: [Item.Key: Int] = [:]
  }

  private let state: Mutex<State>

  /// - Parameter skipped: How many items at the beginning of the input are left out.
  init(skipped: Int) {
    state = Mutex(State(read: skipped))
  }

  /// Records that an item was read.
  func begin(_ item: Item) {
    state.withLock { state in
      // Of two items with the same key the first one counts, so that both are written again.
      if state.pending[item.key] == nil { state.pending[item.key] = state.read }
      state.read += 1
    }
  }

  /// Records that these items are written.
  func end(_ items: [Item]) {
    state.withLock { state in
      for item in items { state.pending[item.key] = nil }
    }
  }

  /// How many items at the beginning of the input are written, so that another run can leave them out.
  var complete: Int { state.withLock { $0.pending.values.min() ?? $0.read } }
}
