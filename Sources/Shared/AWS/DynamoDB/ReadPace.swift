import Synchronization
import Toolkit

/// Shared by the requests of all segments of a scan: when the last page came, and the rate limit.
final class ReadPace: Sendable {
  private struct State {
    var lastPage: Timestamp
    /// When the rate limit allows the next page.
    var nextStart: Timestamp
  }

  /// Read units a second; nil for as many as the table gives.
  let rate: Int?
  private let clock: WallClock
  private let state: Mutex<State>

  init(_ clock: WallClock, rate: Int?) {
    self.clock = clock
    self.rate = rate
    let now = clock.now()
    state = Mutex(State(lastPage: now, nextStart: now))
  }

  /// How long ago the last page came, or the scan began.
  var idleTime: Duration { state.withLock { clock.now().since($0.lastPage) } }

  /// Waits until the rate allows another page.
  func waitForTurn() async throws {
    guard rate != nil else { return }
    let pause = state.withLock { $0.nextStart.since(clock.now()) }
    if pause > .zero { try await clock.sleep(pause) }
  }

  /// A page has come.
  func note(_ page: ScanPage) {
    state.withLock { state in
      let now = clock.now()
      state.lastPage = now
      guard let rate else { return }
      let cost = Int64(page.consumedUnits / Double(rate) * 1_000_000)
      state.nextStart = Timestamp(microseconds: max(state.nextStart, now).microseconds + cost)
    }
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
