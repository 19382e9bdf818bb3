/// The clock of a run: the time, and how to wait.
package struct WallClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// Waits. Throws `CancellationError` when the task is cancelled meanwhile.
  package let sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The system's clock.
  package static let system = WallClock(now: Timestamp.now, sleep: { try await Task.sleep(for: $0) })
}
