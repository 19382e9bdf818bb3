import Foundation
import TestSupport
import Testing

/// Ctrl-C at random moments, while many requests fail: a tool ends within a second, and its report agrees
/// with the server's state.
@Suite(.needsStack, .serialized, .inTurn) struct InterruptedWorkTests {
  @Test func `an interrupted seed reports what was written, what may be and what was not`() async throws {
    let lines = (0..<3_000).map { "Person \($0 % 2 + 1): \($0)\n" }.joined()
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let talk = try world.file("talk.txt", lines)
        let turnstile = Turnstile()
        let accounts = try await withThrowingTaskGroup { group in
          for seed in UInt64(1)...12 {
            group.addTask {
              try await turnstile.pass { try await interruptSeed(of: talk, total: 3_002, seed, in: world) }
            }
          }
          return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accounts > 0, "Ctrl-C always came before the work")
      }
    }
  }

  /// Returns whether Ctrl-C came in the midst of the work.
  private func interruptSeed(of talk: String, total: Int, _ seed: UInt64, in world: World) async throws
    -> Bool
  {
    var random = SeededGenerator(seed: seed)
    let moment = Moment(&random, within: 1...100)
    let table = FaultyTable(seed: seed, Faults.Rates(stalls: 1))
    return try await ScriptedServer.with({ moment.pass(table.answer(to: $0)) }) { server in
      let run = try await world.run(
        "ddb-seed",
        ["--endpoint-url", server.url, "--conversation", talk],
        changes: ["AWS_MAX_ATTEMPTS": "25"],
        interrupt: moment.wait
      )
      #expect(run.status == 130 && run.stdout == "" && run.isPrompt, "seed \(seed): \(run)")
      guard let tally = SeedTally(run.stderr) else {
        #expect(
          run.stderr.hasSuffix("interrupted: nothing was written\n") && table.items.isEmpty,
          "seed \(seed): \(run)"
        )
        return false
      }
      #expect(tally.total == total)
      #expect(tally.written <= table.items.count, "seed \(seed): \(run)")
      #expect(table.items.count <= tally.written + tally.uncertain, "seed \(seed): \(run)")
      #expect(tally.uncertain <= 8 * 25 * 2, "seed \(seed): \(run)")
      #expect(run.stderr.contains("Finish with:\n  ddb-seed --endpoint-url \(server.url)"))
      return true
    }
  }

  @Test func `an interrupted scan has printed whole lines, each once, and reports how many`() async throws {
    try await withWorld { world in
      let pages = ScanPages(items: 20_000, pageSize: 200)
      let lines = Array(pages.lines.utf8)
      let turnstile = Turnstile()
      let printed = try await withThrowingTaskGroup { group in
        for seed in UInt64(1)...8 {
          group.addTask {
            try await turnstile.pass { try await interruptScan(of: pages, lines, seed, in: world) }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(printed > 0, "Ctrl-C always came before the first line")
    }
  }

  /// Returns how many lines the scan has printed.
  private func interruptScan(of pages: ScanPages, _ lines: [UInt8], _ seed: UInt64, in world: World)
    async throws -> Int
  {
    var random = SeededGenerator(seed: seed)
    let moment = Moment(&random, within: 1...20)
    let table = FaultyTable(seed: seed, Faults.Rates(throttles: 5, stalls: 5), pages: pages)
    return try await ScriptedServer.with({ moment.pass(table.answer(to: $0)) }) { server in
      let run = try await world.run(
        "ddb-scan",
        ["--endpoint-url", server.url],
        changes: ["AWS_MAX_ATTEMPTS": "25"],
        interrupt: moment.wait
      )
      #expect(
        run.status == 130 && run.isPrompt,
        "seed \(seed): \(run.status) \(run.seconds) \(run.stderr)"
      )
      let printed = run.output.count { $0 == UInt8(ascii: "\n") }
      #expect(
        run.stderr.contains(printed == 0 ? "interrupted\n" : "interrupted: \(printed) items are printed\n"),
        "seed \(seed): \(run.stderr)"
      )
      #expect(lines.starts(with: run.output), "seed \(seed)")
      #expect(run.output.isEmpty || run.output.last == UInt8(ascii: "\n"), "seed \(seed)")
      return printed
    }
  }

  @Test(arguments: ["ddb-scan", "ddb-seed"])
  func `an interruption ends the pause after a refusal at once`(tool: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = FaultyTable(seed: 1, .none)
        let arrived = world.flag("arrived")
        try await ScriptedServer.with({ request in
          if ["DescribeTable", "Query"].contains(request.operation) { return table.answer(to: request) }
          arrived.raise()
          // The service asks for a long pause.
          return .reply(status: 503, headers: ["x-amz-retry-after: 5000"], body: "")
        }) { server in
          let run = try await world.runOnTerminal(
            tool,
            ["--endpoint-url", server.url],
            steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          if tool == "ddb-seed" { #expect(run.output.contains("0 of 106 items are written, "), "\(run)") }
        }
      }
    }
  }

  @Test(arguments: ["ddb-scan", "ddb-list-tables"])
  func `an interruption ends connecting at once`(tool: String) async throws {
    // This socket's backlog is full, and its connections are not accepted.
    let full = try Socket.full()
    defer { full.shutdown() }
    try await withWorld { world in
      let run = try await world.runOnTerminal(
        tool,
        ["--endpoint-url", "http://127.0.0.1:\(full.port)", "--connect-timeout", "60", "--verbose"],
        steps: [.on("using DynamoDB", type: TerminalRun.controlC)]
      )
      #expect(run.status == 130 && run.isPrompt, "\(run)")
    }
  }

  @Test func `an interruption ends the look-up in PostgreSQL at once, and nothing is written`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let lock = Task {
          try await world.run(
            program: "/usr/bin/env",
            ["psql", "-X", "-w", "-q", "-d", database.url]
              + ["-c", "BEGIN; LOCK TABLE public.users; SELECT pg_sleep(3600)"]
          )
        }
        defer { lock.cancel() }
        let locks =
          "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'users'::regclass"
        while try await database.rows(locks) != ["1"] { try await Task.sleep(for: .milliseconds(20)) }
        let table = FaultyTable(seed: 1, .none)
        try await ScriptedServer.with(table.answer) { server in
          let run = try await world.runOnTerminal(
            "ddb-seed",
            ["--endpoint-url", server.url, "--verbose"],
            steps: [.on("sql: SELECT uuid", type: TerminalRun.controlC)]
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          #expect(server.requests.isEmpty)
        }
        try await database.psql(
          "-c",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'BEGIN%'"
        )
        _ = try await lock.value
      }
    }
  }
}
