import Synchronization

/// Whether a run has sent anything that writes, for its message when it is interrupted.
package final class WriteRecord: Sendable {
  private let state = Mutex((sent: 0, answered: 0))

  package init() {}

  /// A request or a statement that writes is about to be sent.
  package func begin() { state.withLock { $0.sent += 1 } }

  /// It was answered, or it is known that no answer comes.
  package func end() { state.withLock { $0.answered += 1 } }

  /// What is known of a run that ends now, where the work itself says nothing; nil where all that was
  /// sent is answered.
  var summary: String? {
    state.withLock { state in
      if state.sent == 0 { return "nothing was written" }
      return state.answered < state.sent
        ? "no answer came to the last request, and it is not known whether it took effect" : nil
    }
  }
}
