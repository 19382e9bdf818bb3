import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite struct MomentArgumentTests {
  /// 2023-03-26T12:00:00Z
  private static let now = Timestamp(microseconds: 1_679_832_000_000_000)

  private static func resolved(_ text: String) -> String? {
    (try? MomentArgument(parsing: text))?.timestamp(now: now).iso8601
  }

  @Test(arguments: [
    ("now", "2023-03-26T12:00:00.000000+00:00"), ("-3h", "2023-03-26T09:00:00.000000+00:00"),
    ("-1d", "2023-03-25T12:00:00.000000+00:00"), ("+90m", "2023-03-26T13:30:00.000000+00:00"),
    ("-2w", "2023-03-12T12:00:00.000000+00:00"),
    ("2023-03-26T18:04:14.5Z", "2023-03-26T18:04:14.500000+00:00"),
    ("2023-03-26T18:04-05:00", "2023-03-26T23:04:00.000000+00:00"),
  ])
  func `a moment is now, a time from now, or has a zone`(text: String, moment: String) {
    #expect(Self.resolved(text) == moment)
  }

  @Test(arguments: [
    "", "yesterday", "Now", "3h", "-h", "-3", "-3s", "-3 h", "--3h", "-123456h", "2023-02-30", "-3h-2m",
    "2023-03-26T25:00",
  ])
  func `anything else is refused`(text: String) {
    #expect(throws: ValidationError.self) { try MomentArgument(parsing: text) }
  }

  @Test func `a time without a zone is local`() async {
    await #expect(processExitsWith: .success) {
      for (zone, text, moment) in [
        ("UTC0", "2023-03-26T18:04", "2023-03-26T18:04:00.000000+00:00"),
        ("XXX-05:30", "2023-03-26T18:04:14.25", "2023-03-26T12:34:14.250000+00:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "2023-03-26", "2023-03-26T04:00:00.000000+00:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "2023-01-26 10:00", "2023-01-26T15:00:00.000000+00:00"),
        ("XXX-9", "2023-03-26T18:04Z", "2023-03-26T18:04:00.000000+00:00"),
        ("XXX-9", "1969-12-31", "1969-12-30T15:00:00.000000+00:00"),
      ] {
        unsafe setenv("TZ", zone, 1)
        tzset()
        #expect(MomentArgumentTests.resolved(text) == moment, "\(zone)")
        // Stored times are read as UTC, whatever the local zone.
        #expect(Timestamp(iso8601: "2023-03-26T18:04")?.iso8601 == "2023-03-26T18:04:00.000000+00:00")
      }
    }
  }
}
