#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Standard input: a terminal, a file or a pipe.
package struct StandardInput: Sendable {
  package let isTerminal: Bool
  private let next: @Sendable () throws -> String?

  /// - Parameter next: Returns the next line, without its end; nil after the last.
  package init(isTerminal: Bool, next: @escaping @Sendable () throws -> String?) {
    self.isTerminal = isTerminal
    self.next = next
  }

  /// The process's own.
  package static var standard: StandardInput {
    StandardInput(isTerminal: isatty(STDIN_FILENO) == 1) {
      try waitUntilReadable()
      return Swift.readLine()
    }
  }

  /// The next line, without its end; nil at the end of the input.
  ///
  /// - Throws: `CancellationError` after Ctrl-C.
  package func readLine() throws -> String? {
    try next()
  }

  /// A terminal delivers whole lines. Waits for one so that Ctrl-C is noticed.
  private static func waitUntilReadable() throws {
    let isEnded = { Interrupt.endsWork }
    guard !isEnded(), Descriptor(STDIN_FILENO).waitUntilReadable(unless: isEnded) else {
      throw CancellationError()
    }
  }
}
