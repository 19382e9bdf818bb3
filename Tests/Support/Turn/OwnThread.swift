import Dispatch

/// A thread of a task's own. The threads that all tests share are few, and whoever computes or blocks there makes the others
/// late.
package final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "own thread of a test")

  package init() {}

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
