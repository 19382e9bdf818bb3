import Dispatch

/// A thread for one task. All tests share a few threads, and code that computes or blocks there delays the
/// others.
package final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "own thread of a test")

  package init() {}

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
