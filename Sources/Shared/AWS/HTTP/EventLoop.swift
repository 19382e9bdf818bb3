import CCurl
import Synchronization
import Toolkit

/// The thread on which a tool runs: it executes the tool's tasks, and between them libcurl's transfers.
///
/// One thread for both, because waking a second one costs a small tool more than its work: with four such
/// wake-ups `ddb-list-tables` took 1.5 times as long as `curl`. It is the main thread, which would otherwise
/// sleep.
package final class EventLoop: TaskExecutor {
  typealias Step = @Sendable (CurlMulti) -> Void

  private struct State {
    var steps: [Step] = []
    var isWaiting = false
  }

  /// Unchecked, because a raw pointer is not `Sendable`: other threads only call `curl_multi_wakeup` with it,
  /// which libcurl allows from any thread. All else happens on the thread of `run`.
  @safe private struct MultiHandle: @unchecked Sendable {
    let raw: UnsafeMutableRawPointer
  }

  private let state = Mutex(State())
  private let lastTransfer = Atomic<Int>(0)
  private let handle: MultiHandle

  package init() throws(ToolError) {
    guard let raw = unsafe curl_multi_init() else {
      throw ToolError(.transport(.invalidRequest), message: "libcurl cannot be set up")
    }
    unsafe handle = MultiHandle(raw: raw)
  }

  deinit { unsafe curl_multi_cleanup(handle.raw) }

  /// Runs `operation` and all that it awaits on this thread; returns when it has ended.
  ///
  /// - Parameter isEnough: Called at least four times a second; once it returns true, the operation's task is
  ///   cancelled.
  package func run(
    until isEnough: () -> Bool = { false },
    operation: @escaping @Sendable () async throws -> Void
  ) throws {
    let outcome = Outcome()
    let task = Task(executorPreference: self) { [self] in
      do {
        try await operation()
        outcome.end(.success(()))
      } catch {
        outcome.end(.failure(error))
      }
      // The operation may end on another thread: this one must be woken up.
      post { _ in }
    }
    let multi = unsafe CurlMulti(handle.raw)
    while outcome.result == nil {
      let steps = state.withLock { state in
        state.isWaiting = false
        defer { state.steps = [] }
        return state.steps
      }
      for step in steps { step(multi) }
      if isEnough() { task.cancel() }
      if outcome.result == nil { multi.turn(wait: startWaiting) }
    }
    try outcome.result?.get()
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    post { [self] _ in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Identifies a transfer on this loop.
  func newTransferID() -> Int {
    lastTransfer.add(1, ordering: .relaxed).newValue
  }

  /// Runs `step` on the loop's thread.
  func post(_ step: @escaping Step) {
    state.withLock { state in
      state.steps.append(step)
      if state.isWaiting { unsafe curl_multi_wakeup(handle.raw) }
    }
  }

  /// Whether there is nothing to do but wait. From then on `post` wakes the loop up.
  private func startWaiting() -> Bool {
    state.withLock { state in
      state.isWaiting = state.steps.isEmpty
      return state.isWaiting
    }
  }
}

/// How an operation ended.
private final class Outcome: Sendable {
  private let state = Mutex<Result<Void, any Error>?>(nil)

  var result: Result<Void, any Error>? { state.withLock { $0 } }

  func end(_ result: Result<Void, any Error>) {
    state.withLock { $0 = result }
  }
}
