import Synchronization
import Toolkit

/// How long ago a table last took or gave anything, by the clock of the run.
final class IdleTime: Sendable {
  private let clock: WallClock
  private let lastProgress: Mutex<Timestamp>

  /// Begins now.
  init(_ clock: WallClock) {
    self.clock = clock
    lastProgress = Mutex(clock.now())
  }

  var duration: Duration { lastProgress.withLock { clock.now().since($0) } }

  /// There was progress: it begins anew.
  func restart() {
    lastProgress.withLock { $0 = clock.now() }
  }
}
