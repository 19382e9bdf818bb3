import Toolkit

extension Services {
  /// Does work in a task of its own, which is cancelled after some time, and when the caller is cancelled.
  func result<Value: Sendable>(
    within limit: Duration,
    of work: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    let task = Task(executorPreference: executor) { try await work() }
    let timer = Task(executorPreference: executor) {
      try await clock.sleep(limit)
      task.cancel()
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
  }
}
