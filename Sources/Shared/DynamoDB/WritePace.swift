/// How long BatchWriteItem pauses between its requests, for all of them together: a request that the service hardly took doubles
/// the pause, one that it mostly took halves it.
///
/// So the writer finds the rate that the table's capacity allows. Source: Amazon DynamoDB API Reference, BatchWriteItem: "we
/// strongly recommend that you use an exponential backoff algorithm" for what was left.
struct WritePace {
  /// How often the pause has been doubled, and 1; 0 for no pause.
  private(set) var step = 0

  /// Learns from a request.
  ///
  /// - Parameter step: The pace at which it went out. Of several that were under way together only the first one counts.
  mutating func adjust(sent: Int, left: Int, at step: Int) {
    if left * 2 > sent {
      self.step = max(self.step, min(step + 1, 10))
    } else if step >= self.step {
      self.step = max(left > 0 ? 1 : 0, step - 1)
    }
  }

  static func pause(at step: Int, _ policy: RetryPolicy) -> Duration {
    step == 0 ? .zero : policy.pause(after: step, isThrottled: false)
  }
}
