/// Where text goes: one of the process's output streams, or memory in a test.
package struct OutputSink: Sendable {
  /// Whether it is a terminal.
  package let isTerminal: Bool
  private let width: @Sendable () -> Int?
  private let sink: @Sendable (_ bytes: [UInt8], _ written: inout Int) -> Int32

  /// - Parameter write: Writes all bytes or none. Returns the `errno` of the write that failed, or 0.
  package init(isTerminal: Bool, write: @escaping @Sendable ([UInt8]) -> Int32) {
    self.isTerminal = isTerminal
    width = { nil }
    sink = { bytes, written in
      let code = write(bytes)
      written = code == 0 ? bytes.count : 0
      return code
    }
  }

  /// One of the process's own streams.
  package init(_ stream: StandardStream) {
    isTerminal = stream.isTerminal
    width = { stream.columns }
    sink = { stream.write($0, written: &$1) }
  }

  /// Writes all bytes. Returns the `errno` of the write that failed, or 0.
  package func write(_ bytes: [UInt8]) -> Int32 {
    var written = 0
    return write(bytes, written: &written)
  }

  /// Writes all bytes. Returns the `errno` of the write that failed, or 0.
  ///
  /// What a terminal would obey is escaped there (see `escapedForTerminal`).
  ///
  /// - Parameter written: How many bytes were written, also after a failure.
  package func write(_ bytes: [UInt8], written: inout Int) -> Int32 {
    sink(isTerminal ? bytes.escapedForTerminal : bytes, &written)
  }

  /// How many columns the reader's terminal has: `COLUMNS`, else what the terminal reports; nil where there
  /// is neither.
  package func columns(_ environment: Environment) -> Int? {
    let columns = environment["COLUMNS"].flatMap { Int($0) } ?? width()
    return columns.flatMap { $0 > 0 ? $0 : nil }
  }
}
