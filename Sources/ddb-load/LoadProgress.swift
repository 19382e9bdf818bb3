import AWS
import Synchronization
import Toolkit

/// How far a load has come: which items are on their way, and where the first of them is in the input.
final class LoadProgress: Sendable {
  private struct State {
    /// Items read, those that were skipped included.
    var read: Int
    var pending: [Item.Key: Int] = [:]
  }

  private let state: Mutex<State>

  /// - Parameter skipped: Items at the beginning of the input that are not to be written.
  init(skipped: Int) {
    state = Mutex(State(read: skipped))
  }

  /// An item has been read.
  func begin(_ item: Item) {
    state.withLock { state in
      // Of two with one key the first counts: both are to be written again.
      if state.pending[item.key] == nil { state.pending[item.key] = state.read }
      state.read += 1
    }
  }

  /// The table has taken these.
  func end(_ items: [Item]) {
    state.withLock { state in
      for item in items { state.pending[item.key] = nil }
    }
  }

  var read: Int { state.withLock(\.read) }

  /// So many items at the beginning of the input are written: another run may leave them out.
  var complete: Int { state.withLock { $0.pending.values.min() ?? $0.read } }
}
