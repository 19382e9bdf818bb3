import TestSupport
import Testing

/// The notes of a tool while it waits for a server, until Ctrl-C ends it.
@Suite(.needsStack, .serialized, .inTurn) struct PatienceTests {
  private func expect(
    _ tool: String,
    toSay texts: [String],
    in world: World,
    _ answer: @escaping @Sendable () -> Answer
  ) async throws {
    let table = FaultyTable(seed: 1, .none)
    try await ScriptedServer.with({ request in
      ["DescribeTable", "Query"].contains(request.operation) ? table.answer(to: request) : answer()
    }) { server in
      let run = try await world.runOnTerminal(
        tool,
        ["--endpoint-url", server.url],
        steps: [.on(texts[0], type: TerminalRun.controlC)]
      )
      #expect(run.status == 130 && run.isPrompt, "\(run)")
      for text in texts { #expect(run.output.contains(text), "\(run)") }
    }
  }

  @Test func `before a long pause a tool says why it waits and which attempt comes next`() async throws {
    try await withWorld { world in
      let text = "Scan: HTTP 503; trying again (attempt 2 of 10)"
      try await expect("ddb-scan", toSay: [text], in: world) {
        .reply(status: 503, headers: ["x-amz-retry-after: 4900"], body: "")
      }
      let named = "ListTables: HTTP 500, InternalServerError; trying again (attempt 2 of 3)"
      try await expect("ddb-list-tables", toSay: [named], in: world) {
        .refused("InternalServerError", status: 500, headers: ["x-amz-retry-after: 4900"])
      }
    }
  }

  @Test func `a server that does not answer is named after 5 s`() async throws {
    try await withWorld { world in
      let texts = [
        "Scan: no answer from http://127.0.0.1",
        "for 5 s; the wait ends after 120 s (2 attempts of --read-timeout 60)",
      ]
      try await expect("ddb-scan", toSay: texts, in: world) { .stalls }
    }
  }

  @Test func `a server that accepts no connection is named after 5 s, with the end of the wait`() async throws
  {
    let full = try Socket.full()
    defer { full.shutdown() }
    try await withWorld { world in
      let url = "http://127.0.0.1:\(full.port)"
      let text =
        "Scan: no connection to \(url) for 5 s; the wait ends after 40 s (2 attempts of --connect-timeout 20)"
      let run = try await world.runOnTerminal(
        "ddb-scan",
        ["--endpoint-url", url, "--connect-timeout", "20"],
        steps: [.on(text, type: TerminalRun.controlC)]
      )
      #expect(run.status == 130 && run.isPrompt, "\(run)")
    }
  }

  /// Ctrl-C may come while a request is under way, whose items may then be written.
  @Test func `a table that accepts nothing is named, and the tally says that nothing is known to be written`()
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let texts = [
          #"table "cruddur-messages" takes no items at the moment; trying again"#,
          "interrupted: 0 of 106 items are written, ",
        ]
        try await expect("ddb-seed", toSay: texts, in: world) { .throttled("ThrottlingException") }
      }
    }
  }
}
