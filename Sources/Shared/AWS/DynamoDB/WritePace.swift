import Toolkit

/// The pause before a BatchWriteItem request. A request of which more than half was unprocessed doubles the
/// pause of the next one in its place; otherwise the pause is halved.
///
/// So the writer finds the rate that the table's capacity allows. Source: Amazon DynamoDB API Reference,
/// BatchWriteItem: "we strongly recommend that you use an exponential backoff algorithm" for unprocessed
/// items.
struct WritePace {
  /// One more than the number of doublings; 0 for no pause.
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
