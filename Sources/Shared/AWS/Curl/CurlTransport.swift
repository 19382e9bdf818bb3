import CCurl
import Dispatch
import Synchronization

/// HTTP over libcurl: one multi handle on a thread of its own, `async` outside.
///
/// Connections are kept alive and shared, many requests are under way at once, cancelling a task breaks its transfer off,
/// and the cooperative thread pool never blocks.
package final class CurlTransport: HTTPTransport {
  private let worker: CurlWorker
  private let configuration: CurlConfiguration
  private let lastID = Atomic<Int>(0)

  /// - Throws: `ToolError` when libcurl cannot be set up.
  package init(_ configuration: CurlConfiguration) throws(ToolError) {
    self.configuration = configuration
    worker = try CurlWorker()
  }

  deinit { worker.stop() }

  package func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    let id = lastID.add(1, ordering: .relaxed).newValue
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        worker.post { [configuration] multi in
          guard let easy = CurlEasy() else {
            return continuation.resume(
              throwing: ToolError(.transport(.invalidRequest), "libcurl has no memory left")
            )
          }
          let transfer = CurlTransfer(id: id, easy: easy, request: request) { continuation.resume(with: $0) }
          configuration.apply(to: easy, request, timeouts)
          easy.setReceiver(transfer)
          multi.start(transfer)
        }
        // The task may have been cancelled before there was anything to cancel.
        if Task.isCancelled { worker.post { $0.cancel(id) } }
      }
    } onCancel: {
      worker.post { $0.cancel(id) }
    }
  }
}

/// libcurl's thread: it does what is posted to it, in order, and turns the multi handle in between.
private final class CurlWorker: Sendable {
  typealias Job = @Sendable (CurlMulti) -> Void

  private struct State {
    var jobs: [Job] = []
    var isStopped = false
  }

  /// `curl_multi_wakeup` is the one function of a multi handle that any thread may call.
  @safe private struct WakeupHandle: @unchecked Sendable {
    let raw: UnsafeMutableRawPointer
  }

  private let state = Mutex(State())
  private let handle: WakeupHandle

  init() throws(ToolError) {
    curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    guard let raw = unsafe curl_multi_init() else {
      throw ToolError(.transport(.invalidRequest), "libcurl cannot be set up")
    }
    unsafe handle = WakeupHandle(raw: raw)
    DispatchQueue(label: "libcurl").async { [self] in run() }
  }

  func post(_ job: @escaping Job) {
    state.withLock { state in
      state.jobs.append(job)
      unsafe curl_multi_wakeup(handle.raw)
    }
  }

  /// The wake-up is inside the lock: once the thread sees that it is to stop it frees the handle.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      unsafe curl_multi_wakeup(handle.raw)
    }
  }

  private func run() {
    let multi = unsafe CurlMulti(handle.raw)
    while let jobs = nextJobs() {
      for job in jobs { job(multi) }
      multi.turn()
    }
  }

  /// Nil once the worker is stopped.
  private func nextJobs() -> [Job]? {
    state.withLock { state in
      if state.isStopped { return nil }
      defer { state.jobs = [] }
      return state.jobs
    }
  }
}
