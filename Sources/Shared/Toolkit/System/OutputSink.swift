/// Where text goes: one of the process's output streams, or memory in a test.
package struct OutputSink: Sendable {
  /// Whether a person is looking.
  package let isTerminal: Bool
  /// Writes all bytes. Returns the `errno` of the write that failed, or 0.
  package let write: @Sendable ([UInt8]) -> Int32

  package init(isTerminal: Bool, write: @escaping @Sendable ([UInt8]) -> Int32) {
    self.isTerminal = isTerminal
    self.write = write
  }

  /// One of the process's own streams.
  package init(_ stream: StandardStream) {
    self.init(isTerminal: stream.isTerminal) { stream.write($0) }
  }
}
