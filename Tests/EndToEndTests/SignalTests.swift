import Foundation
import TestSupport
import Testing

/// Ctrl-C, `kill` and a terminal that is closed end a tool alike: it says what was done, and ends within a
/// second.
@Suite(.needsStack, .serialized, .inTurn) struct SignalTests {
  static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Runs `body` with a table whose first write does not get an answer, and what tells that the write has
  /// come.
  private func withSilentTable(
    _ body: (ScriptedServer, @escaping @Sendable () async -> Void) async throws -> Void
  )
    async throws
  {
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    try await ScriptedServer.with({ request in
      guard request.operation == "BatchWriteItem" else {
        return request.operation == "Query"
          ? .reply(status: 200, body: #"{"Items": [], "Count": 0}"#)
          : .reply(status: 200, body: FaultyTable.description)
      }
      arrived.finish()
      return .stalls
    }) { server in try await body(server) { for await _ in arrivals {} } }
  }

  @Test(arguments: signals)
  func `each signal ends a seed, which says what was written`(signal: Int32) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        try await withSilentTable { server, arrived in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url],
            interrupt: arrived,
            signals: [signal]
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          #expect(run.stderr.contains("interrupted: 0 of 106 items are written, "), "\(run)")
          #expect(run.stderr.contains("Finish with:\n  ddb-seed --endpoint-url \(server.url)"), "\(run)")
        }
      }
    }
  }

  @Test(arguments: signals)
  func `each signal ends a statement of PostgreSQL, which is rolled back`(signal: Int32) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        let postgres = try LatePostgres(before: database.url, holding: "INSERT INTO public.activities")
        defer { postgres.shutdown() }
        let run = try await world.run(
          "db-seed",
          changes: ["CONNECTION_URL": postgres.url],
          interrupt: postgres.waitUntilDone,
          signals: [signal]
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        #expect(run.stderr.contains("interrupted: fixtures/seed.sql: "), "\(run)")
        #expect(run.stderr.contains("nothing was changed in "), "\(run)")
        #expect(try await database.dump() == before)
      }
    }
  }

  /// `timeout` sends its signal to the program and then to the program's group; a terminal that is closed
  /// sends SIGHUP, and so does the shell in it.
  @Test func `several signals at once count as one, and the tally is reported`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        try await withSilentTable { server, arrived in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url],
            interrupt: arrived,
            signals: Self.signals
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          #expect(run.stderr.contains("interrupted: 0 of 106 items are written, "), "\(run)")
        }
      }
    }
  }

  @Test(arguments: [(SIGINT, "INT"), (SIGTERM, "TERM"), (SIGHUP, "HUP")])
  func `a signal that the parent ignores stays ignored`(signal: Int32, name: String) async throws {
    try await withWorld { world in
      let answered = DispatchSemaphore(value: 0)
      let (arrivals, arrived) = AsyncStream<Void>.makeStream()
      try await ScriptedServer.with({ _ in
        arrived.finish()
        answered.wait()
        return .reply(status: 200, body: #"{"TableNames": ["cruddur-messages"]}"#)
      }) { server in
        let tool = try BackgroundTool(
          program: "/bin/sh",
          ["-c", "trap '' \(name); exec \"$@\"", "sh", Binaries.path(of: "ddb-list-tables")]
            + ["--endpoint-url", server.url],
          in: world
        )
        for await _ in arrivals {}
        tool.send(signal)
        answered.signal()
        let status = await tool.waitForEnd()
        #expect(status == 0 && tool.stdout.contains("cruddur-messages"), "\(status): \(tool.stderr)")
      }
    }
  }
}

/// The state in which a signal leaves the terminal.
@Suite(.needsStack, .serialized, .inTurn) struct TerminalSignalTests {
  private static let role = """
    [default]
    aws_access_key_id = AKIDBASE
    aws_secret_access_key = s3cr3t-of-the-base
    [profile careful]
    role_arn = arn:aws:iam::123456789012:role/careful
    source_profile = default
    mfa_serial = arn:aws:iam::123456789012:mfa/me
    """

  @Test(arguments: SignalTests.signals)
  func `what is typed shows again after a signal at the question for the MFA code`(signal: Int32) async throws
  {
    try await withWorld { world in
      let world = try world.configured(Self.role, secrets: ["s3cr3t-of-the-base"])
      let run = try await world.runOnTerminal(
        "ddb-list-tables",
        ["prod", "--profile", "careful"],
        steps: [.on("Enter MFA code for ", signal: signal)]
      )
      #expect(run.status == 130 && run.isPrompt && run.echoes, "\(run)")
    }
  }

  /// The program asks for a password, as `aws-vault` does.
  @Test(arguments: SignalTests.signals)
  func `a program that asks is ended, and what is typed shows again`(signal: Int32) async throws {
    try await withWorld { world in
      let asked = world.flag("asked")
      let script = """
        stty -echo </dev/tty
        echo $$ > "$HOME/pid"
        touch '\(asked.path)'
        while :; do sleep 1; done
        """
      let file = try world.file("helper", script)
      let world = try world.configured("[default]\ncredential_process = sh '\(file)'\n", secrets: [])
      try await world.withDynamoDB { server, arguments in
        let run = try await world.runOnTerminal(
          "ddb-list-tables",
          arguments,
          steps: [.onFile(asked.path, signal: signal)]
        )
        #expect(run.status == 130 && run.isPrompt && run.echoes, "\(run)")
        #expect(try await world.hasEnded(file: "pid"), "the program has outlived the tool")
        #expect(server.requests.isEmpty)
      }
    }
  }
}
