import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite struct ConsoleTests {
  private static func console(
    quiet: Bool = false,
    verbose: Bool = false,
    output: OutputSink,
    errors: OutputSink
  ) -> Console {
    Console(quiet: quiet, verbose: verbose, environment: Environment([:]), output: output, errors: errors)
  }

  /// What a console says, on each of the two streams.
  private func speech(quiet: Bool = false, verbose: Bool = false, isTerminal: Bool = false) throws -> (
    output: String, errors: String
  ) {
    let output = RecordedOutput(isTerminal: isTerminal)
    let errors = RecordedOutput(isTerminal: isTerminal)
    let console = Self.console(quiet: quiet, verbose: verbose, output: output.sink, errors: errors.sink)
    try console.result("result")
    console.note("note")
    console.warn("careful")
    console.trace("trace")
    console.progress("progress")
    console.fail(ErrorText(ToolError(.data, message: "it failed"), commandLine: CommandLineText([])))
    return (output.text, errors.text)
  }

  @Test func `the result goes to stdout, everything else to stderr`() throws {
    let speech = try speech()
    #expect(speech.output == "result\n")
    #expect(speech.errors == "note\nwarning: careful\nError: it failed\n", "off a terminal nothing is drawn")
  }

  @Test(arguments: [ErrorFormat.text, .json])
  func `what can be done after a note or a warning repeats the run's options`(format: ErrorFormat) {
    let errors = RecordedOutput(isTerminal: false)
    let console = Console(
      quiet: false,
      verbose: true,
      environment: Environment([:]),
      output: errors.sink,
      errors: errors.sink,
      errorFormat: format,
      commandLine: CommandLineText(["ddb-scan", "prod", "--region", "eu-west-1"], stage: .prod)
    )
    let command = "ddb-list-tables prod --region eu-west-1"
    console.warn("careful", next: .lookAtTables)
    let text = "warning: careful\nSee what is there:\n  \(command)\n"
    let json =
      #"{"kind":"warning","message":"careful","nextSteps":[{"commands":["\#(command)"],"#
      + #""text":"See what is there"}]}"# + "\n"
    #expect(errors.text == (format == .text ? text : json))
    console.note("note", next: .lookAtTables)
    #expect(errors.text.hasSuffix("\nnote\nSee what is there:\n  \(command)\n"))
  }

  @Test func `quiet leaves out notes, verbose adds traces`() throws {
    #expect(try speech(quiet: true).errors == "warning: careful\nError: it failed\n")
    #expect(try speech(verbose: true).errors == "note\nwarning: careful\ntrace\nError: it failed\n")
  }

  @Test func `on a terminal warnings and errors are coloured, and progress is drawn and wiped`() throws {
    let errors = try speech(isTerminal: true).errors
    #expect(errors.contains("\u{1B}[1;33mwarning:\u{1B}[0m careful\n"))
    #expect(errors.contains("\r\u{1B}[Kprogress\r\u{1B}[K\u{1B}[1;31mError:\u{1B}[0m it failed\n"))
  }

  @Test(arguments: [true, false])
  func `a result on the terminal takes the place of the progress`(isTerminal: Bool) throws {
    let screen = RecordedOutput(isTerminal: true)
    let output = RecordedOutput(isTerminal: isTerminal)
    let console = Self.console(output: isTerminal ? screen.sink : output.sink, errors: screen.sink)
    for text in ["one", "two"] { try console.result(text) }
    console.progress("progress")
    for text in ["three", "four"] { try console.result(text) }
    let shown = "\r\u{1B}[Kprogress"
    #expect(screen.text == (isTerminal ? "one\ntwo\n\(shown)\r\u{1B}[Kthree\nfour\n" : shown))
  }

  @Test func `a reader that has gone and a full disk are different errors`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      let console = Self.console(quiet: true, output: OutputSink(.output), errors: OutputSink(.error))
      var ends: [Int32] = [0, 0]
      unsafe pipe(&ends)
      close(ends[0])
      dup2(ends[1], 1)
      #expect(try toolError { try console.result("x") }.code == .outputClosed)
      let full = unsafe open("/dev/full", O_WRONLY)
      dup2(full, 1)
      let error = try toolError { try console.result("x") }
      #expect(error.code == .output)
      #expect(error.message == "cannot write to stdout: No space left on device")
    }
  }

  @Test func `colours are off unless a terminal shows them and nothing forbids them`() {
    let terminal = OutputSink(isTerminal: true) { _ in 0 }
    #expect(Style(for: terminal, environment: Environment([:])).isColoured)
    #expect(!Style(for: .discarding, environment: Environment([:])).isColoured)
    #expect(!Style(for: terminal, environment: Environment(["NO_COLOR": "1"])).isColoured)
    #expect(!Style(for: terminal, environment: Environment(["TERM": "dumb"])).isColoured)
    #expect(Style(isColoured: false).cell("x") == "x")
    #expect(Style(isColoured: false).label("x") == "x")
    #expect(Style(isColoured: true).label("x") == "\u{1B}[1;36mx\u{1B}[0m")
  }
}
