import Foundation
import Testing

@testable import Shared

/// Each speaks in a process of its own, whose streams are looked at.
@Suite struct ConsoleTests {
  private static func speak(_ console: Console) throws {
    try console.result("result")
    console.note("note")
    console.warn("careful")
    console.trace("trace")
    console.progress("progress")
  }

  private func text(_ bytes: [UInt8]) -> [Substring] {
    bytes.text.split(separator: "\n").filter { ["result", "note", "trace", "warning: careful"].contains($0) }
  }

  @Test func `the result goes to stdout, everything else to stderr`() async throws {
    let result = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent])
      {
        try ConsoleTests.speak(Console(quiet: false, verbose: false, environment: Environment([:])))
      }
    )
    #expect(text(result.standardOutputContent) == ["result"])
    #expect(text(result.standardErrorContent) == ["note", "warning: careful"])
    #expect(!result.standardErrorContent.text.contains("progress"), "off a terminal nothing is drawn")
  }

  @Test func `quiet leaves out notes, verbose adds traces`() async throws {
    let quiet = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        try ConsoleTests.speak(Console(quiet: true, verbose: false, environment: Environment([:])))
      }
    )
    #expect(text(quiet.standardErrorContent) == ["warning: careful"])
    let verbose = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        try ConsoleTests.speak(Console(quiet: false, verbose: true, environment: Environment([:])))
      }
    )
    #expect(text(verbose.standardErrorContent) == ["note", "warning: careful", "trace"])
  }

  @Test func `a reader that has gone is told apart from a disk that is full`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      let console = Console(quiet: true, verbose: false, environment: Environment([:]))
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

  @Test func `colours are off unless a terminal shows them`() {
    #expect(!Style(for: .output, environment: Environment(["NO_COLOR": "1"])).isColoured)
    #expect(!Style(for: .output, environment: Environment(["TERM": "dumb"])).isColoured)
    #expect(Style(isColoured: false).cell("x") == "x")
    #expect(Style(isColoured: false).label("x") == "x")
    #expect(Style(isColoured: true).label("x") == "\u{1B}[1;36mx\u{1B}[0m")
  }
}
