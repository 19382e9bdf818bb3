import Foundation
import TestSupport
import Testing

/// The line of a long scan on a terminal.
@Suite(.needsStack, .inTurn) struct ProgressTests {
  private static let wipe = "\r\u{1B}[K"
  private static let items = 40

  /// A table whose pages take long to come.
  private static func answer(to request: ReceivedRequest, _ pages: ScanPages) -> Answer {
    guard request.operation == "Scan" else {
      return .document(#"{"Table":{"TableStatus":"ACTIVE","ItemCount":\#(items)}}"#)
    }
    return Answer(
      pages.answer(to: request).steps.map { step in
        if case .send(let bytes) = step { .trickle(bytes, pause: .milliseconds(1)) } else { step }
      }
    )
  }

  /// Runs a scan on a terminal.
  ///
  /// - Parameter file: Where stdout goes; nil for the terminal.
  private func scan(_ arguments: [String] = [], to file: String? = nil) async throws -> TerminalRun {
    var scan: TerminalRun?
    try await withWorld { world in
      let pages = ScanPages(items: Self.items, pageSize: 10)
      try await ScriptedServer.with({ Self.answer(to: $0, pages) }) { server in
        let path = try Binaries.path(of: "ddb-scan")
        let words = [path, "--endpoint-url", server.url] + arguments
        let output = file.map { world.folder.appending(path: $0).path } ?? "/dev/tty"
        scan = try await world.runOnTerminal("/bin/sh", ["-c", #"file=$0; "$@" > "$file""#, output] + words)
      }
    }
    return try #require(scan)
  }

  /// The lines that stay on the screen.
  private static func screen(_ output: String) -> [String] {
    output.components(separatedBy: "\r\n").map { $0.components(separatedBy: wipe).last ?? "" }
  }

  @Test func `a slow scan shows its share, rate and remaining time, and wipes them at the end`() async throws
  {
    let run = try await scan(to: "items.jsonl")
    let lines = run.output.components(separatedBy: Self.wipe)
    #expect(run.status == 0 && lines.count > 4, "\(run)")
    #expect(
      lines.contains { $0.wholeMatch(of: /[123]0 of 40 items, (25|50|75) %, \d+\/s, \d+ s left/) != nil },
      "\(run)"
    )
    #expect(Self.screen(run.output) == ["40 items", ""], "\(run)")
  }

  @Test func `a count is shown where its progress was`() async throws {
    let run = try await scan(["--count"])
    #expect(run.status == 0 && run.output.contains("of 40 items, "), "\(run)")
    #expect(Self.screen(run.output) == ["40", ""], "\(run)")
  }

  @Test func `items on the terminal are not mixed with the progress`() async throws {
    let run = try await scan()
    let lines = Self.screen(run.output)
    #expect(run.status == 0 && lines.suffix(2) == ["40 items", ""], "\(run)")
    #expect(lines.dropLast(2).allSatisfy { $0.hasPrefix("{") } && lines.count == Self.items + 2, "\(run)")
  }
}
