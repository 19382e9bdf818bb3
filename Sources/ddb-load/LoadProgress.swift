import AWS
import Synchronization
import Toolkit

/// The progress of a load: which items are not confirmed yet, and where the first of them is in the input.
final class LoadProgress: Sendable {
  private struct State {
    /// How far the file is read; nil where its size is not known.
    var input: InputShare?
    /// Items read, with the skipped ones.
    var read: Int
    var pending: [Item.Key: Int] = [:]
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - skipped: How many items at the beginning of the input are left out.
  ///   - size: The input's, in bytes; nil where it is not known.
  init(skipped: Int, size: Int?) {
    state = Mutex(State(input: size.map { InputShare(size: $0) }, read: skipped))
  }

  /// How far the input is read; nil where its size is not known.
  var input: InputShare? { state.withLock(\.input) }

  /// Records that an item was left out.
  ///
  /// - Parameter bytes: How far the input is read.
  func skip(to bytes: Int) {
    state.withLock { state in
      state.input?.read = bytes
      state.input?.skipped = bytes
    }
  }

  /// Records that an item was read.
  ///
  /// - Parameter bytes: How far the input is read.
  func begin(_ item: Item, at bytes: Int) {
    state.withLock { state in
      state.input?.read = bytes
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
