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
          #expect(run.output.contains("interrupted"), "\(run)")
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
      }
      held.value.forEach { $0.shutdown() }
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
