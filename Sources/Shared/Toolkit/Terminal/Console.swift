import FoundationEssentials

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The output of a tool: the result on stdout, everything else on stderr.
package struct Console: Sendable {
  /// Notes are left out (`--quiet`); warnings and errors are not.
  package let isQuiet: Bool
  /// Requests and SQL statements are shown (`--verbose`).
  package let isVerbose: Bool
  /// Whether the result may be coloured.
  package let outputStyle: Style
  /// Whether notes may be coloured.
  package let errorStyle: Style
  /// Whether progress may be shown, on a line that is overwritten.
  package let showsProgress: Bool
  /// How errors and warnings are written.
  package let errorFormat: ErrorFormat
  /// Whether requests that write are printed instead of sent (`--dry-run`). Notes and results would say what
  /// was not done: they are left out.
  package let isDryRun: Bool
  package let writes = WriteRecord()
  private let progressLine = ProgressLine()
  private let environment: Environment
  /// The run's own, whose options suggested commands repeat.
  private let commandLine: CommandLineText
  private let output: OutputSink
  private let errors: OutputSink

  package init(
    quiet: Bool,
    verbose: Bool,
    environment: Environment,
    output: OutputSink,
    errors: OutputSink,
    errorFormat: ErrorFormat = .text,
    dryRun: Bool = false,
    commandLine: CommandLineText = CommandLineText([])
  ) {
    self.commandLine = commandLine
    isDryRun = dryRun
    // A program that reads stderr wants objects only.
    let quiet = quiet || (errorFormat == .json && !verbose)
    self.errorFormat = errorFormat
    isQuiet = quiet
    isVerbose = verbose
    outputStyle = Style(for: output, environment: environment)
    errorStyle = Style(for: errors, environment: environment)
    showsProgress = !quiet && !verbose && errors.isTerminal && environment["TERM"] != "dumb"
    self.environment = environment
    self.output = output
    self.errors = errors
  }

  /// Whether stdout is a terminal.
  package var outputIsTerminal: Bool { output.isTerminal }

  /// The columns of the terminal that shows the result, 80 where it does not say; nil off a terminal.
  package var outputColumns: Int? { output.isTerminal ? output.columns(environment) ?? 80 : nil }

  /// Whether stderr is a terminal.
  package var errorsAreTerminal: Bool { errors.isTerminal }

  /// Writes a part of the result as it is.
  ///
  /// - Throws: `ToolError` with the code `.outputClosed` when the reader has gone (`| head`), `.output` else.
  package func write(_ bytes: [UInt8]) throws(ToolError) {
    var written = 0
    try write(bytes, written: &written)
  }

  /// Writes a part of the result as it is.
  ///
  /// - Parameter written: How many bytes have gone out, also when it throws.
  /// - Throws: As `write(_:)`.
  package func write(_ bytes: [UInt8], written: inout Int) throws(ToolError) {
    guard isDryRun else { return try send(bytes, written: &written) }
    written = bytes.count
  }

  /// Prints a request or a statement that is not sent, as one line of JSON.
  package func plan(_ statement: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try plan(Array(encoder.encode(statement)))
  }

  /// - Parameter request: A JSON object on one line.
  package func plan(_ request: [UInt8]) throws(ToolError) {
    var written = 0
    try send(request + [UInt8(ascii: "\n")], written: &written)
  }

  private func send(_ bytes: [UInt8], written: inout Int) throws(ToolError) {
    if output.isTerminal, progressLine.isShown { progress(nil) }
    let code = output.write(bytes, written: &written)
    guard code != 0 else { return }
    if code == EPIPE { throw ToolError(.outputClosed, message: "stdout was closed") }
    if code == StandardStream.unread {
      throw ToolError(.output, message: "stdout is full, and nobody reads it")
    }
    throw ToolError(
      .output,
      message: "cannot write to stdout: \(systemMessage(code))",
      next: code == ENOSPC ? .makeRoom : nil
    )
  }

  /// Writes a part of the result and ends its line.
  package func result(_ text: String) throws(ToolError) {
    try write(Array((text + "\n").utf8))
  }

  /// Prints a note; not with `--quiet`.
  ///
  /// - Parameter step: What the user can do.
  package func note(_ text: String, next step: NextStep? = nil) {
    if !isQuiet && !isDryRun { say(([text] + lines(of: step)).joined(separator: "\n")) }
  }

  /// Prints what the user can do as a note.
  package func note(_ step: NextStep) {
    note(lines(of: step).joined(separator: "\n"))
  }

  private func lines(of step: NextStep?) -> [String] { step.map { [$0.rendered(commandLine)] } ?? [] }

  /// Says that nothing was done.
  func noteDryRun() {
    if !isQuiet { say("dry run: no request that writes was sent") }
  }

  /// Prints a warning, also with `--quiet`.
  ///
  /// - Parameter step: What the user can do.
  package func warn(_ text: String, next step: NextStep? = nil) {
    guard errorFormat == .text else {
      let steps = step.map { [ErrorDocument.Step($0, commandLine: commandLine)] } ?? []
      return say(ErrorDocument(kind: "warning", message: text, nextSteps: steps).text)
    }
    let shown = ([text] + lines(of: step)).joined(separator: "\n").withoutControls
    say("\(errorStyle.warning("warning:")) \(shown)")
  }

  /// Prints an error.
  package func fail(_ text: ErrorText) {
    guard errorFormat == .text else { return say(text.document()) }
    say("\(errorStyle.error("Error:")) \(text.text)")
  }

  /// Says that Ctrl-C ended the work.
  package func interrupted(_ error: any Error, text: ErrorText) {
    guard errorFormat == .text else { return say(text.document(kind: "interrupted")) }
    say(error is CancellationError ? "interrupted" : "interrupted: \(text.text)")
  }

  /// Prints a request, an answer or a statement, with `--verbose` only.
  package func trace(_ text: @autoclosure () -> String) {
    if isVerbose { say(text()) }
  }

  /// Replaces the progress line by `text`; nil removes it. Does nothing where stderr is not a terminal.
  package func progress(_ text: String?) {
    guard showsProgress else { return }
    progressLine.note(isShown: text != nil)
    _ = errors.write(Array("\r\u{1B}[K\(text ?? "")".utf8))
  }

  /// Prints a question on stderr; the answer is typed on its last line.
  package func ask(_ question: String) {
    progress(nil)
    _ = errors.write(Array(question.utf8))
  }

  /// Prints a line on stderr. A failure is ignored: there is no other place to report it.
  package func say(_ text: String) {
    progress(nil)
    _ = errors.write(Array((text + "\n").utf8))
  }
}
