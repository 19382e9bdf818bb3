import Synchronization
import Toolkit

/// A clock that only waiting moves. Waiting takes no real time, and each wait is recorded.
package final class Pauses: Sendable {
  private let state = Mutex<[Duration]>([])

  package init() {}

  /// The durations of the waits, in their order.
  package var all: [Duration] { state.withLock { $0 } }

  package var clock: WallClock {
    WallClock(
      now: { [self] in
        let (seconds, attoseconds) = all.reduce(.zero, +).components
        let passed = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return Timestamp(microseconds: WallClock.noon.now().microseconds + passed)
      },
      sleep: { [self] duration in
        state.withLock { $0.append(duration) }
        try Task.checkCancellation()
        await Task.yield()
      }
    )
  }
}
