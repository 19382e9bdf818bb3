import Synchronization
import Testing
import Toolkit

@testable import AWS

@Suite struct IdleTimeTests {
  @Test func `a system's time that is set does not count as waiting`() {
    let hours = Mutex<Int64>(0)
    let clock = WallClock(
      now: {
        hours.withLock { hours in
          hours += 1
          return Timestamp(microseconds: hours * 3_600_000_000)
        }
      },
      elapsed: { .seconds(1) },
      sleep: { _ in }
    )
    let idle = IdleTime(clock)
    #expect(idle.duration == .zero)
    idle.restart()
    #expect(idle.duration == .zero)
  }
}
