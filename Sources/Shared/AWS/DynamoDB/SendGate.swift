import Synchronization
import Toolkit

/// Where requests wait before they are sent. Once it is closed nothing passes, and waiting requests end
/// immediately.
final class SendGate: Sendable {
  private struct State {
    var isClosed = false
    var lastNumber = 0
    var pauses: [Int: Task<Void, any Error>] = [:]
  }

  private let clock: WallClock
  private let state = Mutex(State())

  init(_ clock: WallClock) {
    self.clock = clock
  }

  /// Waits for `pause`.
  ///
  /// - Throws: `CancellationError` when the gate is closed, or the task is cancelled.
  func pass(after pause: Duration) async throws {
    if pause > .zero { try await wait(pause) }
    if state.withLock(\.isClosed) { throw CancellationError() }
  }

  /// Closes the gate.
  func close() {
    let pauses = state.withLock { state in
      state.isClosed = true
      return Array(state.pauses.values)
    }
    for pause in pauses { pause.cancel() }
  }

  private func wait(_ duration: Duration) async throws {
    let pause = Task { [clock] in try await clock.sleep(duration) }
    let number = state.withLock { state in
      state.lastNumber += 1
      state.pauses[state.lastNumber] = pause
      return state.lastNumber
    }
    defer { state.withLock { $0.pauses[number] = nil } }
    try await withTaskCancellationHandler {
      try await pause.value
    } onCancel: {
      pause.cancel()
    }
  }
}
