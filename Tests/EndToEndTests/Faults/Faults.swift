import TestSupport

/// Faults of requests to DynamoDB, chosen at random, the same ones for the same seed.
final class Faults: Sendable {
  /// The rate of each fault, in percent.
  struct Rates {
    /// Requests refused because of too much traffic.
    var throttles = 20
    /// Requests answered with HTTP 500 or 503, half of them after they have been carried out.
    var errors = 10
    /// Connections that end with a reset, before the answer or within it.
    var resets = 5
    /// Answers that lack their end, or have another checksum.
    var truncations = 5
    /// Requests that are never answered.
    var stalls = 0
    /// Items of a batch that are left unprocessed.
    var unprocessed = 30

    static let none = Rates(throttles: 0, errors: 0, resets: 0, truncations: 0, unprocessed: 0)
  }

  private struct State {
    var random: SeededGenerator
    var count = 0
  }

  private let rates: Rates
  private let state: Locked<State>

  init(seed: UInt64, _ rates: Rates = Rates()) {
    self.rates = rates
    state = Locked(State(random: SeededGenerator(seed: seed)))
  }

  /// The number of requests that were refused or whose answers were lost.
  var count: Int { state.withLock(\.count) }

  /// Whether the next item of a batch is left unprocessed.
  func leavesItem() -> Bool { roll() < rates.unprocessed }

  /// Answers a request, perhaps with a fault, before or after it is carried out.
  func answer(_ carryOut: () -> Answer) -> Answer {
    let roll = roll()
    let isLate = flip()
    let throttled = rates.throttles
    let failed = throttled + rates.errors
    let reset = failed + rates.resets
    let truncated = reset + rates.truncations
    let stalled = truncated + rates.stalls
    if roll >= stalled { return carryOut() }
    state.withLock { $0.count += 1 }
    switch roll {
    case ..<throttled:
      return .throttled(isLate ? "ThrottlingException" : "ProvisionedThroughputExceededException")
    case ..<failed:
      if isLate { _ = carryOut() }
      return state.withLock { [Answer].errors.randomElement(using: &$0.random) ?? .closes }
    case ..<reset: return isLate ? carryOut().resetHalfWay : Answer([.reset])
    case truncated...:
      if isLate { _ = carryOut() }
      return .stalls
    default: return flip() ? carryOut().cutOff : carryOut().corrupted
    }
  }

  private func roll() -> Int { state.withLock { Int.random(in: 0..<100, using: &$0.random) } }

  private func flip() -> Bool { state.withLock { Bool.random(using: &$0.random) } }
}
