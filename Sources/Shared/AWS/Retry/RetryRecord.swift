import Synchronization
import Toolkit

/// Counts the retries of a client, and limits the notes about long waits. Shared by all copies of the client.
package final class RetryRecord: Sendable {
  private struct State {
    var retries = 0
    var lastNote: ContinuousClock.Instant?
    var saysWaiting = false
  }

  /// The least time between two notes: with several requests under way, one note is enough.
  private static let quietTime = Duration.seconds(5)

  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console) {
    self.console = console
  }

  /// How many requests had to be sent again so far.
  var retries: Int { state.withLock(\.retries) }

  func count() {
    state.withLock { $0.retries += 1 }
  }

  /// Prints a note about the wait on stderr, unless the wait is short or there was a note just before.
  func note(_ text: @autoclosure () -> String, after wait: Duration) {
    guard wait >= Limits.retryNote else { return }
    let isDue = state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastNote, now - last < Self.quietTime { return false }
      state.lastNote = now
      return true
    }
    if isDue { console.note(text()) }
  }

  /// Prints a note on stderr, once, that the server is waited for.
  func noteWaiting(_ text: @autoclosure () -> String, after wait: Duration) {
    guard wait >= Limits.absentServerNote else { return }
    let isFirst = state.withLock { state in
      defer { state.saysWaiting = true }
      return !state.saysWaiting
    }
    if isFirst { console.note(text()) }
  }
}

extension AWSClient {
  /// For the end of a note: `, 3 requests were sent again`; empty when none was.
  package var retriesText: String {
    switch record.retries {
    case 0: ""
    case 1: ", 1 request was sent again"
    case let count: ", \(count) requests were sent again"
    }
  }
}
