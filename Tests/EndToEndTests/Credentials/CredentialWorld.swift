import Foundation
import TestSupport
import Testing

extension World {
  /// A world in which credentials come from nowhere but the given config file.
  func configured(_ config: String, secrets: [String] = []) throws -> World {
    var world = self
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    for name in names { world.environment[name] = nil }
    try world.file(".aws/config", config)
    world.secrets += secrets
    return world
  }

  /// Runs `body` with a DynamoDB that has no tables, and with the arguments that lead to it.
  func withDynamoDB(
    answer: @escaping @Sendable (ReceivedRequest) -> Answer = { _ in .noTables },
    _ body: (ScriptedServer, [String]) async throws -> Void
  ) async throws {
    try await ScriptedServer.with(answer) { server in
      try await body(server, ["prod", "--quiet", "--endpoint-url", server.url])
    }
  }

  /// Runs a tool without a controlling terminal, so that it cannot ask for an MFA code.
  func runDetached(_ tool: String, _ arguments: [String]) async throws -> Run {
    try await runByPython(
      "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], start_new_session=True).returncode)",
      tool,
      arguments
    )
  }

  /// Runs a tool by a Python script, whose arguments are the tool and the tool's arguments, and checks that
  /// no secret is shown.
  func runByPython(_ script: String, _ tool: String, _ arguments: [String]) async throws -> Run {
    let run = try await run(program: stack.python, ["-c", script, Binaries.path(of: tool)] + arguments)
    for secret in secrets { #expect(!"\(run.stdout)\(run.stderr)".contains(secret), "\(run)") }
    return run
  }

  /// The time in an hour, in ISO 8601 as services write it.
  static var soon: String { Date(timeIntervalSinceNow: 3_600).formatted(.iso8601) }
}

extension Answer {
  static let noTables = Self.reply(status: 200, body: #"{"TableNames": []}"#)
}

extension ReceivedRequest {
  /// The access key with which the request is signed.
  var accessKey: String? {
    head.split(separator: "Credential=").last?.split(separator: "/").first.map(String.init)
  }

  /// `GET /path`.
  var line: String { head.split(separator: " ").prefix(2).joined(separator: " ") }
}
