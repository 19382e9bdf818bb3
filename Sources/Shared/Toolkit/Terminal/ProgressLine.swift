import Synchronization

/// Whether a progress line is on the terminal.
final class ProgressLine: Sendable {
  private let state = Mutex(false)

  var isShown: Bool { state.withLock(\.self) }

  func note(isShown: Bool) { state.withLock { $0 = isShown } }
}
