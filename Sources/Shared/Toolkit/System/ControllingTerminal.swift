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
  private var descriptor: Descriptor { Descriptor(terminal.descriptor) }

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
    let isEnded = { Interrupt.endsWork }
    guard !isEnded(), descriptor.waitUntilReadable(unless: isEnded) else { throw CancellationError() }
    var byte: [UInt8] = [0]
    let count = unsafe byte.withUnsafeMutableBytes { unsafe descriptor.read(into: $0) }
    return count == 1 ? byte[0] : nil
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8).escapedForTerminal
    _ = unsafe bytes.withUnsafeBytes { unsafe descriptor.write($0) }
  }
}
