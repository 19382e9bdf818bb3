#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The controlling terminal, whatever stdin and stdout are: for what the user must type.
package struct ControllingTerminal: Sendable {
  /// Asks, and returns the line that is typed; nil where there is no terminal. Throws `CancellationError`
  /// after Ctrl-C.
  package let ask: @Sendable (_ question: String) throws -> String?

  package init(ask: @escaping @Sendable (_ question: String) throws -> String?) {
    self.ask = ask
  }

  package static let standard = ControllingTerminal { question in
    guard let terminal = OpenTerminal() else { return nil }
    return try terminal.answer(to: question)
  }
}

/// `/dev/tty` while a question is open, without echo.
private struct OpenTerminal: ~Copyable {
  private let terminal: SavedTerminal
  private var descriptor: Int32 { terminal.descriptor }

  /// Nil where the process has no controlling terminal.
  init?() {
    guard let terminal = SavedTerminal() else { return nil }
    terminal.hideTyping()
    self.terminal = terminal
  }

  func answer(to question: String) throws -> String {
    write(question)
    defer { write("\n") }
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n"), line.count < 1_024, let byte = try nextByte() { line.append(byte) }
    return String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
  }

  /// Waits for it so that Ctrl-C is noticed.
  private func nextByte() throws -> UInt8? {
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    repeat {
      if Interrupt.endsWork { throw CancellationError() }
    } while unsafe poll(&event, 1, 50) <= 0
    var byte = UInt8(0)
    #if canImport(Darwin)
      return unsafe Darwin.read(descriptor, &byte, 1) == 1 ? byte : nil
    #else
      return unsafe Glibc.read(descriptor, &byte, 1) == 1 ? byte : nil
    #endif
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8).escapedForTerminal
    #if canImport(Darwin)
      _ = unsafe Darwin.write(descriptor, bytes, bytes.count)
    #else
      _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    #endif
  }
}
