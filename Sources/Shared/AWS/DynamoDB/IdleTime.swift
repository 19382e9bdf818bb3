import Synchronization
import Toolkit

/// How long ago a table last took or gave anything, by the clock of the run.
final class IdleTime: Sendable {
  private let clock: WallClock
  private let lastProgress: Mutex<Duration>

  /// Begins now.
  init(_ clock: WallClock) {
    self.clock = clock
    lastProgress = Mutex(clock.elapsed())
  }

  var duration: Duration { lastProgress.withLock { clock.elapsed() - $0 } }

  /// There was progress: the time starts again at zero.
  func restart() {
    lastProgress.withLock { $0 = clock.elapsed() }
  }
}
