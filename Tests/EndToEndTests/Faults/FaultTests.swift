import Foundation
import TestSupport
import Testing

/// A server that throttles, fails, resets, cuts answers off and leaves items unprocessed, all at once:
/// nothing is lost.
@Suite(.needsStack, .serialized, .inTurn) struct FaultTests {
  /// Ten attempts fail one after the other once in 10,000 requests.
  private static let patient: [String: String?] = ["AWS_MAX_ATTEMPTS": "25"]

  @Test func `a seed of 10,000 lines stores every item, once a key`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let messages = (0..<10_000).map { "message \($0) \"é\" \\" }
        let talk = try world.file("talk.txt", Self.conversation(messages))
        let table = FaultyTable(seed: 4)
        try await ScriptedServer.with(table.answer) { server in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url, "--conversation", talk, "--start", "2023-03-26T18:00Z"],
            changes: Self.patient
          )
          #expect(run.status == 0, "\(run)")
          #expect(run.stdout.hasPrefix("10002 items written to cruddur-messages: "), "\(run)")
          expectRetries(in: run, of: table)
        }
        let written = table.items.filter { $0.key.partition.hasPrefix("MSG#") }
        #expect(written.sorted { $0.key.sort < $1.key.sort }.map(\.value) == messages)
        #expect(table.items.count == 10_002)
      }
    }
  }

  private static func conversation(_ messages: [String]) -> String {
    messages.enumerated().map { "Person \($0 % 2 + 1): \($1)\n" }.joined()
  }

  @Test func `a message that just fits into an item of 400 KB is written`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let message = String(repeating: "x", count: 409_600 - 222)
        let talk = try world.file("talk.txt", "Person 1: \(message)\n")
        let table = FaultyTable(seed: 1, .none)
        try await ScriptedServer.with(table.answer) { server in
          _ = try await world.output(of: "ddb-seed", ["--endpoint-url", server.url, "--conversation", talk])
        }
        #expect(table.items.values.contains(message))
      }
    }
  }

  @Test func `a scan of 100,000 items prints each once`() async throws {
    try await withWorld { world in
      let pages = ScanPages(items: 100_000)
      let table = FaultyTable(seed: 4, pages: pages)
      try await ScriptedServer.with(table.answer) { server in
        let run = try await world.run(
          "ddb-scan",
          ["--endpoint-url", server.url],
          changes: Self.patient
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.output == Array(pages.lines.utf8))
        #expect(run.stderr.contains("100000 items, "), "\(run.stderr)")
        expectRetries(in: run, of: table)
        #expect(server.requests.count == pages.count + table.faultCount)
      }
    }
  }

  @Test(arguments: [
    (["ddb-schema-load"], "CreateTable", "ResourceInUseException"),
    (["ddb-drop", "cruddur-messages", "--no-wait"], "DeleteTable", "ResourceNotFoundException"),
  ])
  func `a table whose request was carried out without an answer is done, not refused`(
    command: [String],
    operation: String,
    refusal: String
  ) async throws {
    try await withWorld { world in
      let requests = Counter()
      try await ScriptedServer.with({ request in
        if request.operation == "DescribeTable" { return .document(FaultyTable.description) }
        return requests.next() == 0 ? Answer.document("{}").resetHalfWay : .refused(refusal)
      }) { server in
        let options = ["--quiet", "--endpoint-url", server.url]
        let printed = try await world.output(of: command[0], command.dropFirst() + options)
        #expect(printed.contains("TableStatus"))
        #expect(server.requests.count { $0.operation == operation } == 2)
      }
    }
  }

  /// Checks that the tool says how many requests it sent again: as many as failed, for libcurl sends none by
  /// itself.
  private func expectRetries(in run: Run, of table: FaultyTable) {
    let words = run.stderr.components(separatedBy: " requests were sent again").first?.split(separator: " ")
    let retries = words?.last.flatMap { Int($0) } ?? 0
    #expect(retries == table.faultCount, "\(run.stderr)")
    #expect(table.faultCount > 3)
  }
}
