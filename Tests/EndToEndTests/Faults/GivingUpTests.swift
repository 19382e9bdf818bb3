import TestSupport
import Testing

/// A server that only fails: each tool gives up, with the last error, and reports exactly what was done.
@Suite(.needsStack, .serialized, .inTurn) struct GivingUpTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answer: Answer
    /// What the error says.
    let words: [String]
    var options: [String] = []

    static let all = [
      Fault(
        testDescription: "throttles",
        answer: .throttled("ThrottlingException"),
        words: ["ThrottlingException", "max retries: 1", "as scripted"]
      ),
      Fault(
        testDescription: "errors",
        answer: .internalError,
        words: ["InternalServerError", "max retries: 1"]
      ),
      Fault(testDescription: "HTML errors", answer: .unavailable, words: ["503", "max retries: 1"]),
      Fault(testDescription: "resets", answer: Answer([.reset]), words: ["cannot reach", "max retries: 1"]),
      Fault(
        testDescription: "resets within the answer",
        answer: .document("{}").resetHalfWay,
        words: ["cannot reach", "max retries: 1"]
      ),
      Fault(
        testDescription: "truncated answers",
        answer: .document("{}").cutOff,
        words: ["cannot reach", "max retries: 1"]
      ),
      Fault(
        testDescription: "wrong checksums",
        answer: .document(#"{"a": "b"}"#).corrupted,
        words: ["checksum", "max retries: 1"]
      ),
      Fault(
        testDescription: "stalls",
        answer: .stalls,
        words: ["cannot reach", "max retries: 1"],
        options: ["--read-timeout", "1"]
      ),
    ]
  }

  private static let changes: [String: String?] = [
    "AWS_MAX_ATTEMPTS": "2", "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
  ]

  @Test(arguments: Fault.all)
  func `a tool gives up after its last attempt, and prints the last error`(fault: Fault) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let turnstile = Turnstile()
        try await withThrowingTaskGroup { group in
          for command in ToolCommand.dynamoDB + ToolCommand.cognito {
            group.addTask {
              try await turnstile.pass { try await expectFailure(of: command, fault, in: world) }
            }
          }
          try await group.waitForAll()
        }
        #expect(try await database.users().count == 2)
      }
    }
  }

  private func expectFailure(of command: ToolCommand, _ fault: Fault, in world: World) async throws {
    try await ScriptedServer.with({ _ in fault.answer }) { server in
      let options = ["--endpoint-url", server.url, "--quiet"] + fault.options
      let run = try await world.run(command, options, changes: Self.changes)
      run.expectFailure(naming: fault.words + [server.url, command.operation])
      #expect(server.requests.count == 2, "\(command): \(server.requests)")
    }
  }

  @Test(arguments: [("ddb-scan", 10), ("ddb-list-tables", 3)])
  func `requests for items get 10 attempts, for tables 3, and an absent server 5 s`(
    tool: String,
    attempts: Int
  )
    async throws
  {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .emptyError }) { server in
        let start = ContinuousClock.now
        let run = try await world.run(tool, ["--endpoint-url", server.url, "--quiet"])
        run.expectFailure(naming: ["(reached max retries: "], within: 30)
        #expect(ContinuousClock.now - start >= .seconds(5))
        #expect(server.requests.count >= attempts)
      }
    }
  }

  @Test(arguments: Fault.all)
  func `a seed that fails half way reports exactly what was written`(fault: Fault) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = FaultyTable(seed: 1, .none)
        let batches = Counter()
        // A throttled seed gives up only after two minutes, so a refusal ends this one earlier.
        let isThrottled = fault.testDescription == "throttles"
        try await ScriptedServer.with({ request in
          guard request.operation == "BatchWriteItem" else { return table.answer(to: request) }
          let number = batches.next()
          if number < 2 { return table.answer(to: request) }
          return isThrottled && number > 6 ? .refused("AccessDeniedException") : fault.answer
        }) { server in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url, "--quiet"] + fault.options,
            changes: Self.changes
          )
          let words = isThrottled ? ["AccessDeniedException"] : fault.words
          let next = isThrottled ? "After that, write the rest with" : "Finish with"
          run.expectFailure(
            status: 75,
            naming: words + ["\(next):\n  ddb-seed --endpoint-url \(server.url)"],
            lines: isThrottled ? 5 : 3
          )
          let tally = try #require(SeedTally(run.stderr), "\(run)")
          #expect(tally.total == 106)
          #expect(tally.written <= table.items.count)
          // The last error may come before the answers to the two batches that were written, of 25 items
          // each, or of 25 and the last 6.
          #expect([0, 6, 25, 31, 50].contains(tally.written), "\(run)")
          #expect(tally.written + tally.uncertain >= table.items.count, "\(run)")
          if isThrottled { #expect(tally.uncertain <= 75, "\(run)") }
        }
      }
    }
  }
}
