import Foundation
import TestSupport
import Testing

/// A tool that cannot write because its reader does not read, or cannot read because its writer does not
/// write, still ends within a second after a signal.
@Suite(.needsStack, .serialized, .inTurn) struct FullPipeTests {
  private static let pages = ScanPages(items: 20_000, pageSize: 5_000)

  @Test(arguments: SignalTests.signals)
  func `a scan whose stdout and stderr are a full pipe ends`(signal: Int32) async throws {
    try await withWorld { world in
      let table = FaultyTable(seed: 1, .none, pages: Self.pages)
      try await ScriptedServer.with(table.answer) { server in
        let pipe = UnreadPipe()
        let run = try await world.run(
          "ddb-scan",
          ["--endpoint-url", server.url],
          streams: .init(output: pipe.writer, errors: pipe.writer),
          interrupt: pipe.waitUntilFull,
          signals: [signal]
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
      }
    }
  }

  @Test func `a scan whose stdout is a full pipe says how many whole lines went out`() async throws {
    try await withWorld { world in
      let table = FaultyTable(seed: 1, .none, pages: Self.pages)
      try await ScriptedServer.with(table.answer) { server in
        let pipe = UnreadPipe()
        let run = try await world.run(
          "ddb-scan",
          ["--endpoint-url", server.url],
          streams: .init(output: pipe.writer),
          interrupt: pipe.waitUntilFull
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        let lines = try pipe.contents().count { $0 == UInt8(ascii: "\n") }
        #expect(lines > 0)
        #expect(run.stderr.contains("interrupted: \(lines) items are printed, then: "), "\(lines): \(run)")
      }
    }
  }

  @Test(arguments: SignalTests.signals)
  func `a tool that waits for a server while stderr is a full pipe ends`(signal: Int32) async throws {
    try await withWorld { world in
      let (arrivals, arrived) = AsyncStream<Void>.makeStream()
      try await ScriptedServer.with({ _ in
        arrived.finish()
        return .stalls
      }) { server in
        let pipe = UnreadPipe()
        pipe.fill()
        let run = try await world.run(
          "ddb-scan",
          ["--endpoint-url", server.url],
          streams: .init(errors: pipe.writer),
          interrupt: { for await _ in arrivals {} },
          signals: [signal]
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
      }
    }
  }

  @Test func `an interrupted dry run has sent nothing, and does not say that something was written`()
    async throws
  {
    try await withWorld { world in
      let table = FaultyTable(seed: 1, .none)
      try await ScriptedServer.with(table.answer) { server in
        let pipe = UnreadPipe()
        let lines = (0..<20_000).map { #"{"pk": "a", "sk": "\#($0)"}"# + "\n" }.joined()
        let run = try await world.run(
          "ddb-load",
          [try world.file("items.jsonl", lines), "--dry-run", "--endpoint-url", server.url],
          streams: .init(output: pipe.writer),
          interrupt: pipe.waitUntilFull
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        #expect(run.stderr.hasSuffix("interrupted: stdout is full, and nobody reads it\n"), "\(run)")
        #expect(!run.stderr.contains("written"), "\(run)")
        #expect(!server.requests.map(\.operation).contains("BatchWriteItem"))
      }
    }
  }

  @Test func `a load that waits for more input says what was written`() async throws {
    try await withWorld { world in
      let table = FaultyTable(seed: 1, .none)
      let (writes, wrote) = AsyncStream<Void>.makeStream()
      try await ScriptedServer.with({ request in
        if request.operation == "BatchWriteItem" { wrote.finish() }
        return table.answer(to: request)
      }) { server in
        let pipe = Pipe()
        // More batches than may be under way at a time, so that the first ones have been answered.
        let lines = (0..<300).map { #"{"pk": "a", "sk": "\#($0)", "message": "x"}"# + "\n" }.joined()
        try pipe.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
        let run = try await world.run(
          "ddb-load",
          ["-", "--endpoint-url", server.url],
          streams: .init(input: pipe.fileHandleForReading),
          interrupt: { for await _ in writes {} }
        )
        try pipe.fileHandleForWriting.close()
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        let tally = try #require(
          run.stderr.firstMatch(of: /interrupted: (\d+) items? (?:is|are) written(?:, (\d+) may be)?/),
          "\(run)"
        )
        let written = try #require(Int(tally.1))
        let uncertain = Int(tally.2 ?? "0") ?? 0
        #expect(written <= table.items.count && table.items.count <= written + uncertain, "\(run)")
      }
    }
  }
}
