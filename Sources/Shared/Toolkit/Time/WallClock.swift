/// The clock of a run: the time, and how to wait.
package struct WallClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// The time since a fixed moment. It only grows, also when the system's time is set.
  package let elapsed: @Sendable () -> Duration
  /// Waits. Throws `CancellationError` when the task is cancelled meanwhile.
  package let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameter elapsed: Where it is nil, the time that `now` has moved.
  package init(
    now: @escaping @Sendable () -> Timestamp,
    elapsed: (@Sendable () -> Duration)? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.elapsed = elapsed ?? { now().since(Timestamp(microseconds: 0)) }
    self.sleep = sleep
  }

  /// The system's clock.
  package static let system = WallClock(
    now: Timestamp.now,
    elapsed: { start.duration(to: .now) },
    sleep: { try await Task.sleep(for: $0) }
  )

  private static let start = ContinuousClock.now
}
