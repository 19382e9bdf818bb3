import Toolkit

/// How long a request of BatchWriteItem waits before it goes out: one that the service hardly took doubles the pause of
/// the next one in its place, one that it mostly took halves it.
///
/// So the writer finds the rate that the table's capacity allows. Source: Amazon DynamoDB API Reference, BatchWriteItem:
/// "we strongly recommend that you use an exponential backoff algorithm" for what was left.
struct WritePace {
  /// How often the pause has been doubled, and 1; 0 for no pause.
  private(set) var step = 0
  /// What the service asked for with `x-amz-retry-after`.
  private(set) var retryAfter: Duration?

  /// The pace of the next request, after one at this pace.
  func after(sent: Int, left: Int, retryAfter: Duration? = nil) -> WritePace {
    if left * 2 > sent { return WritePace(step: min(step + 1, 10), retryAfter: retryAfter) }
    return WritePace(step: max(left > 0 ? 1 : 0, step - 1))
  }

  func pause(_ policy: RetryPolicy) -> Duration {
    step == 0 ? .zero : policy.pause(after: step, isThrottled: false, retryAfter: retryAfter)
  }
}
