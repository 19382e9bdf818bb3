import Foundation
import TestSupport
import Testing

/// Ctrl-C, typed at a terminal while a server keeps the tool waiting.
@Suite(.needsStack, .serialized, .inTurn) struct InterruptTests {
  @Test(arguments: ToolCommand.dynamoDB + ToolCommand.cognito)
  func `Ctrl-C ends a stalled request within a second`(command: ToolCommand) async throws {
    try await withWorld { world in
      try await world.with(command) { world, _ in
        let arrived = world.flag("arrived")
        try await ScriptedServer.with({ _ in
          arrived.raise()
          return .stalls
        }) { server in
          let run = try await world.runOnTerminal(
            command.tool,
            command.arguments + ["--endpoint-url", server.url],
            steps: [.onFile(arrived.path, type: TerminalRun.controlC)],
            changes: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"]
          )
          #expect(run.status == 130, "\(run)")
          #expect(run.isPrompt, "\(run)")
          #expect(run.output.contains(Self.report(of: command)), "\(run)")
          #expect(server.requests.map(\.operation) == [command.operation], "it was sent again")
        }
      }
    }
  }

  @Test(
    arguments: ToolCommand.postgres + ToolCommand.database
  )
  func `Ctrl-C ends a stalled connection to PostgreSQL within a second`(command: ToolCommand) async throws {
    let socket = try Socket.listening()
    defer { socket.shutdown() }
    try await withWorld { world in
      let arrived = world.flag("arrived")
      let held = Locked<[Socket]>([])
      Thread.detachNewThread {
        while let connection = socket.accept() {
          held.withLock { $0.append(connection) }
          _ = connection.receive()
          arrived.raise()
        }
      }
      try await ScriptedServer.with({ _ in .reply(status: 200, body: #"{"Users": []}"#) }) { server in
        let run = try await world.runOnTerminal(
          command.tool,
          command.arguments,
          steps: [.onFile(arrived.path, type: TerminalRun.controlC)],
          changes: [
            "CONNECTION_URL": "postgresql://postgres:password@127.0.0.1:\(socket.port)/cruddur",
            "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": server.url,
          ]
        )
        #expect(run.status == 130, "\(run)")
        #expect(run.isPrompt, "\(run)")
        #expect(run.output.contains(Self.report(of: command)), "\(run)")
      }
      held.value.forEach { $0.shutdown() }
    }
  }

  /// What a command says that is interrupted at its first request.
  private static func report(of command: ToolCommand) -> String {
    if ["CreateTable", "DeleteTable"].contains(command.operation) { return "it is not known whether the " }
    let reads = ["ddb-list-tables", "ddb-scan", "ddb-patterns", "cognito-list-users"].contains(command.tool)
    return reads ? "interrupted\r\n" : "interrupted: nothing was written\r\n"
  }

  @Test func `an interrupted message says that it may have been sent`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let arrived = world.flag("arrived")
        try await ScriptedServer.with({ request in
          if request.operation == "Query" {
            return .reply(status: 200, body: #"{"Items": [{"pk": {"S": "GRP#x"}, "sk": {"S": "1"}}]}"#)
          }
          arrived.raise()
          return .stalls
        }) { server in
          let run = try await world.runOnTerminal(
            "ddb-patterns",
            ["create-message", "--group", "5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "--from", "phidel", "x"]
              + ["--endpoint-url", server.url],
            steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          let words =
            "interrupted: no answer came to the last request, and it is not known whether it took effect"
          #expect(run.output.contains(words), "\(run)")
        }
      }
    }
  }

  @Test func `an interrupted seed reports its tally and the command that finishes it`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let arrived = world.flag("arrived")
        let start = "2023-03-26T18:00:00.000000+00:00"
        try await ScriptedServer.with({ request in
          if request.operation == "DescribeTable" {
            return .reply(status: 200, body: FaultyTable.description)
          }
          arrived.raise()
          return .stalls
        }) { server in
          let run = try await world.runOnTerminal(
            "ddb-seed",
            ["--endpoint-url", server.url, "--start", "2023-03-26T18:00Z"],
            steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
          )
          #expect(run.status == 130 && run.isPrompt, "\(run)")
          #expect(run.output.contains("0 of 106 items are written"), "\(run)")
          #expect(run.output.contains("may be"), "\(run)")
          #expect(
            run.output.contains("Finish with:\r\n  ddb-seed --endpoint-url \(server.url) --start \(start)"),
            "\(run)"
          )
        }
      }
    }
  }
}
