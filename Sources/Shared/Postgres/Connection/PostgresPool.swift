import Dispatch
import Synchronization
import Toolkit

/// A few connections to one database, which the many tasks of a server share. Each connection works on a
/// thread of its own, because its calls block.
///
/// A connection is made when it is first needed. One that the server has closed, as it does when it is
/// restarted, is replaced.
package final class PostgresPool: Sendable {
  private struct State {
    /// The workers that have nothing to do; the one that worked last is the last.
    var idle: [PoolWorker]
    /// What waits for a worker.
    var jobs: [PoolJob] = []
  }

  private let state: Mutex<State>

  /// - Parameter size: Connections at most.
  package init(_ target: ConnectionTarget, size: Int = 4, console: Console) {
    var target = target
    // The pool's callers try again by themselves, and their clients are waiting.
    target.serverWait = .zero
    target.timeout = min(target.timeout ?? .max, Int(Limits.storeAnswer.components.seconds))
    let workers = (0..<size).map { [target] _ in
      PoolWorker(target, console: console)
    }
    state = Mutex(State(idle: workers))
  }

  /// Hands a connection to `work`, on the connection's own thread.
  ///
  /// - Parameter work: Reads only: it is done once more where the connection was lost.
  /// - Throws: What `work` throws; `ToolError` where there is no connection; `CancellationError` at once when
  ///   the task is cancelled.
  package func read<Value: Sendable>(
    _ work: @escaping @Sendable (PostgresConnection) throws -> Value
  ) async throws -> Value {
    let result = PoolResult<Value>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard result.wait(continuation) else { return }
        start { worker in
          guard !result.isDone else { return }
          result.end(Result { try worker.read(work) })
        }
      }
    } onCancel: {
      result.end(.failure(CancellationError()))
    }
  }

  private func start(_ job: @escaping PoolJob) {
    let worker = state.withLock { state -> PoolWorker? in
      if let worker = state.idle.popLast() { return worker }
      state.jobs.append(job)
      return nil
    }
    if let worker { run(job, on: worker) }
  }

  private func run(_ job: @escaping PoolJob, on worker: PoolWorker) {
    worker.queue.async { [self] in
      job(worker)
      let next = state.withLock { state -> PoolJob? in
        guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
        state.idle.append(worker)
        return nil
      }
      if let next { run(next, on: worker) }
    }
  }
}

private typealias PoolJob = @Sendable (PoolWorker) -> Void

/// A connection of a pool, and its thread.
private final class PoolWorker: Sendable {
  let queue = DispatchQueue(label: "postgres")
  private let target: ConnectionTarget
  private let console: Console
  private let connection = Mutex<PostgresConnection?>(nil)

  init(_ target: ConnectionTarget, console: Console) {
    self.target = target
    self.console = console
  }

  func read<Value: Sendable>(_ work: (PostgresConnection) throws -> Value) throws -> Value {
    try connection.withLock { connection in
      if let kept = connection {
        do {
          return try work(kept)
        } catch {
          guard !kept.isUsable else { throw error }
          connection = nil
        }
      }
      let new = try PostgresConnection(to: target, console: console, isWatched: false)
      new.handle.answerLimit = Limits.storeAnswer
      let value = try work(new)
      connection = new
      return value
    }
  }
}

/// The result of a job: its value or an error. Only the first one counts.
private final class PoolResult<Value: Sendable>: Sendable {
  private enum State {
    case new
    case waiting(CheckedContinuation<Value, any Error>)
    case done
  }

  private let state = Mutex(State.new)

  var isDone: Bool {
    state.withLock { if case .done = $0 { true } else { false } }
  }

  /// - Returns: Whether there is anything to wait for; the task may have been cancelled before.
  func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
    let waits = state.withLock { state in
      if case .done = state { return false }
      state = .waiting(continuation)
      return true
    }
    if !waits { continuation.resume(throwing: CancellationError()) }
    return waits
  }

  func end(_ result: Result<Value, any Error>) {
    let earlier = state.withLock { state in
      defer { state = .done }
      return state
    }
    if case .waiting(let continuation) = earlier { continuation.resume(with: result) }
  }
}
