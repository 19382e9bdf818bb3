import Synchronization

/// What has been written and what may have been, item by item.
package final class WriteAccount: Sendable {
  private struct State {
    var written = 0
    var underWay = 0
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

  /// Items in requests whose answer has not come: they may be written or not.
  package var underWay: Int { state.withLock(\.underWay) }

  /// How long ago the last item was confirmed.
  var idleTime: Duration { state.withLock { ContinuousClock.now - $0.lastProgress } }

  func begin(_ count: Int) {
    state.withLock { $0.underWay += count }
  }

  func end(written: Int, left: Int) {
    let total = state.withLock { state in
      state.underWay -= written + left
      state.written += written
      if written > 0 { state.lastProgress = .now }
      return state.written
    }
    progress(total)
  }
}
