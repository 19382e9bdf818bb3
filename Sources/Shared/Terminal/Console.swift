#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where a tool speaks: the result on stdout, everything else on stderr.
package struct Console: Sendable {
  /// Notes are left out (`--quiet`); warnings and errors are not.
  package let isQuiet: Bool
  /// Requests and SQL statements are shown (`--verbose`).
  package let isVerbose: Bool
  /// Whether the result may be coloured.
  package let outputStyle: Style
  /// Whether notes may be coloured.
  package let errorStyle: Style
  /// Whether a line may be drawn over and over to show progress.
  package let showsProgress: Bool

  package init(quiet: Bool, verbose: Bool, environment: Environment) {
    isQuiet = quiet
    isVerbose = verbose
    outputStyle = Style(for: .output, environment: environment)
    errorStyle = Style(for: .error, environment: environment)
    showsProgress = !quiet && !verbose && StandardStream.error.isTerminal && environment["TERM"] != "dumb"
  }

  /// Writes a part of the result as it is.
  ///
  /// - Throws: `ToolError` with the code `.outputClosed` when the reader has gone (`| head`), `.output` else.
  package func write(_ bytes: [UInt8]) throws(ToolError) {
    let code = StandardStream.output.write(bytes)
    guard code != 0 else { return }
    if code == EPIPE { throw ToolError(.outputClosed, "stdout was closed") }
    throw ToolError(.output, "cannot write to stdout: \(systemMessage(code))")
  }

  /// Writes a part of the result and ends its line.
  package func result(_ text: String) throws(ToolError) {
    try write(Array((text + "\n").utf8))
  }

  /// Says what is going on; `--quiet` silences it.
  package func note(_ text: String) {
    if !isQuiet { say(text) }
  }

  /// Says what the user should know in any case.
  package func warn(_ text: String) {
    say("warning: \(text)")
  }

  /// Shows a request, an answer or a statement when `--verbose` asks for it.
  package func trace(_ text: @autoclosure () -> String) {
    if isVerbose { say(text()) }
  }

  /// Draws `text` over the last progress line; nil wipes it. Does nothing off a terminal.
  package func progress(_ text: String?) {
    guard showsProgress else { return }
    _ = StandardStream.error.write(Array("\r\u{1B}[K\(text ?? "")".utf8))
  }

  /// A line on stderr. When stderr itself is closed there is nobody left to tell.
  func say(_ text: String) {
    progress(nil)
    _ = StandardStream.error.write(Array((text + "\n").utf8))
  }
}

/// What the system calls an `errno`, in its own words: `No space left on device`.
package func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}
