import Synchronization
import Toolkit

/// What the requests of a client have met with: how often one was sent again, and whether the user has been told that it
/// takes long. Shared by all copies of the client.
package final class RetryRecord: Sendable {
  private struct State {
    var retries = 0
    var lastNote: ContinuousClock.Instant?
  }

  /// What ends sooner than that needs no explanation.
  private static let patience = Duration.seconds(3)
  /// Several requests are under way; one of them speaks for all.
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

  /// Says on stderr what is being waited for, unless the wait is short or something was said just now.
  func note(_ text: @autoclosure () -> String, after wait: Duration) {
    guard wait >= Self.patience else { return }
    let isDue = state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastNote, now - last < Self.quietTime { return false }
      state.lastNote = now
      return true
    }
    if isDue { console.note(text()) }
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
