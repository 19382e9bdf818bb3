import Synchronization
import Toolkit

/// Shared by the requests of all segments of a scan: when the last page came, and the rate limit.
final class ReadPace: Sendable {
  /// Read units a second; nil for as many as the table gives.
  let rate: Int?
  private let clock: WallClock
  private let idle: IdleTime
  /// When the rate limit allows the next page.
  private let nextStart: Mutex<Duration>

  init(_ clock: WallClock, rate: Int?) {
    self.clock = clock
    self.rate = rate
    idle = IdleTime(clock)
    nextStart = Mutex(clock.elapsed())
  }

  /// How long ago the last page came, or the scan began.
  var idleTime: Duration { idle.duration }

  /// Waits until the rate allows another page.
  func waitForTurn() async throws {
    guard rate != nil else { return }
    let pause = nextStart.withLock { $0 - clock.elapsed() }
    if pause > .zero { try await clock.sleep(pause) }
  }

  /// A page has come.
  func note(_ page: ScanPage) {
    idle.restart()
    guard let rate else { return }
    let cost = Duration.seconds(page.consumedUnits / Double(rate))
    nextStart.withLock { $0 = max($0, clock.elapsed()) + cost }
  }
}

extension ScanPage {
  /// The read units that the page took: as the service reports them, else estimated from its size, half a
  /// unit for each 4 KB. Source: Amazon DynamoDB Developer Guide, "Capacity unit consumption for read
  /// operations".
  var consumedUnits: Double {
    let token = Array(#""CapacityUnits""#.utf8)
    let span = bytes.span
    // In an item, the value of an attribute of that name would be an object, not a number.
    for position in stride(from: span.count - token.count, through: 0, by: -1)
    where span[position] == UInt8(ascii: "\"") && span.holds(token, at: position) {
      var cursor = JSONCursor(span, at: position + token.count)
      if cursor.skip(UInt8(ascii: ":")), let number = try? cursor.number(),
        let units = Double(cursor.text(number)), (0..<1_000_000).contains(units)
      {
        return units
      }
    }
    return Double(bytes.count) / 8_192
  }
}
