import TestSupport
import Testing

/// When stdout cannot be written to any more, a scan reports how many whole lines were written.
@Suite(.needsStack, .serialized, .inTurn) struct FullOutputTests {
  private static let pages = ScanPages(items: 3_000, pageSize: 500)

  private func scan(_ shell: String, _ body: (World, Run) throws -> Void) async throws {
    let pages = Self.pages
    try await withWorld { world in
      try await ScriptedServer.with({ pages.answer(to: $0) }) { server in
        let scan = try "\(Binaries.path(of: "ddb-scan")) --endpoint-url \(server.url)"
        let script = shell.replacing("SCAN", with: scan)
        try body(world, try await world.run(program: "/usr/bin/env", ["bash", "-c", script]))
      }
    }
  }

  @Test(arguments: [1, 20, 64, 150])
  func `a file that may not grow has the reported number of whole lines`(kilobytes: Int) async throws {
    // The limit is on all files that the shell writes; stderr is short. The thread sanitizer writes a
    // temporary file at the start of a program, and does without where it cannot make one.
    let limited = "(ulimit -f \(kilobytes); TMPDIR=/nonexistent SCAN > out)"
    try await scan("\(limited); status=$?; cat out; exit $status") { world, run in
      let lines = Array(Self.pages.lines.utf8)
      #expect(run.output == Array(lines.prefix(kilobytes * 1_024)))
      let count = run.output.count { $0 == UInt8(ascii: "\n") }
      #expect(run.status == 1)
      #expect(
        run.stderr.hasPrefix(
          "Error: \(count) items are printed, then: cannot write to stdout: File too large\n"
        ),
        "\(run.stderr)"
      )
    }
  }

  @Test func `a reader that has gone is not an error, and --verbose reports the number of lines`()
    async throws
  {
    try await scan("SCAN --verbose | head -n 1; exit ${PIPESTATUS[0]}") { _, run in
      #expect(run.status == 0)
      #expect(run.output.count { $0 == UInt8(ascii: "\n") } == 1)
      let report = run.stderr.firstMatch(of: /(\d+) items? (is|are) printed, then: stdout was closed/)
      let count = try #require(report.flatMap { Int($0.1) }, "\(run.stderr)")
      #expect((1...3_000).contains(count))
    }
  }
}
