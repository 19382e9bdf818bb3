import Synchronization
import Toolkit

/// Keeps what is written to it.
package final class RecordedOutput: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  private let isTerminal: Bool
  private let failure: Int32

  /// - Parameter failure: The `errno` with which every write fails; 0 for none.
  package init(isTerminal: Bool = false, failure: Int32 = 0) {
    self.isTerminal = isTerminal
    self.failure = failure
  }

  package var sink: OutputSink {
    OutputSink(isTerminal: isTerminal) { [self] bytes in
      guard failure == 0 else { return failure }
      self.bytes.withLock { $0 += bytes }
      return 0
    }
  }

  package var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
