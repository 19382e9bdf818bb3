import Foundation
import TestSupport
import Testing

@testable import Toolkit

/// The zone is the process's: each of these runs in a process of its own.
@Suite struct LocalTimeTests {
  /// 2023-03-26T18:04:14.123Z
  private static let moment = Timestamp(microseconds: 1_679_853_854_123_000)

  private static func use(zone: String) {
    unsafe setenv("TZ", zone, 1)
    tzset()
  }

  @Test func `a message's time is that of the zone, on a clock of twelve hours`() async {
    await #expect(processExitsWith: .success) {
      for (zone, text) in [
        ("UTC0", "2023-03-26 06:04 PM"), ("EST5EDT,M3.2.0,M11.1.0", "2023-03-26 02:04 PM"),
        ("XXX-05:30", "2023-03-26 11:34 PM"), ("XXX-9", "2023-03-27 03:04 AM"),
        ("XXX-6", "2023-03-27 12:04 AM"),
        ("XXX6", "2023-03-26 12:04 PM"),
      ] {
        LocalTimeTests.use(zone: zone)
        #expect(LocalTimeTests.moment.localMinute == text, "\(zone)")
      }
    }
  }

  @Test func `a date is written as Python's str(datetime), a fraction of zero left out`() async {
    await #expect(processExitsWith: .success) {
      for (zone, text) in [
        ("UTC0", "2023-03-26 18:04:14.123000+00:00"), ("XXX-05:30", "2023-03-26 23:34:14.123000+05:30"),
        ("XXX3:30", "2023-03-26 14:34:14.123000-03:30"),
        ("XXX0:00:30", "2023-03-26 18:03:44.123000-00:00:30"),
      ] {
        LocalTimeTests.use(zone: zone)
        #expect(LocalTimeTests.moment.pythonText == text, "\(zone)")
      }
      LocalTimeTests.use(zone: "UTC0")
      #expect(Timestamp(microseconds: 0).pythonText == "1970-01-01 00:00:00+00:00")
      #expect(Timestamp(microseconds: -1).pythonText == "1969-12-31 23:59:59.999999+00:00")
    }
  }
}
