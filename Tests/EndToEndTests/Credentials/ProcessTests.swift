import Foundation
import TestSupport
import Testing

/// `credential_process`, a program of the user's.
@Suite(.needsStack, .serialized, .inTurn) struct ProcessTests {
  private static let secret = "s3cr3t-of-the-process"

  private func world(_ world: World, script: String) throws -> World {
    let file = try world.file("helper script", script)
    return try world.configured(
      "[default]\ncredential_process = sh \"\(file)\" 'an argument'\n",
      secrets: [Self.secret]
    )
  }

  private static func prints(_ expiry: String) -> String {
    #"echo '{"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "\#(secret)", "Expiration": "\#(expiry)"}'"#
  }

  @Test func `the credentials of a program are used, and its stderr reaches the user`() async throws {
    try await withWorld { world in
      let script = "echo \"helper: $1, $HOME\" >&2; \(Self.prints(World.soon))"
      let world = try self.world(world, script: script)
      try await world.withDynamoDB { server, arguments in
        let run = try await world.run("ddb-list-tables", arguments)
        #expect(run.status == 0 && run.stderr == "helper: an argument, \(world.folder.path)\n", "\(run)")
        #expect(server.requests.map(\.accessKey) == ["AKIDPROCESS"])
      }
    }
  }

  @Test func `a # within quotes is an argument, not a comment`() async throws {
    try await withWorld { world in
      let file = try world.file("helper", Self.prints(World.soon))
      let command = "sh -c \"sh '\(file)' ; exit 0 # as it is\" # of mine"
      let world = try world.configured("[default]\ncredential_process = \(command)\n", secrets: [Self.secret])
      try await world.withDynamoDB { server, arguments in
        try await world.output(of: "ddb-list-tables", arguments)
        #expect(server.requests.map(\.accessKey) == ["AKIDPROCESS"])
      }
    }
  }

  @Test func `the end of a program is noticed with SIGCHLD ignored`() async throws {
    try await withWorld { world in
      let world = try self.world(world, script: Self.prints(World.soon))
      try await world.withDynamoDB { server, arguments in
        let script =
          "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
        let run = try await world.runByPython(script, "ddb-list-tables", arguments)
        #expect(run.status == 0, "\(run)")
      }
    }
  }

  @Test func `a local run starts no program`() async throws {
    try await withWorld { world in
      let world = try self.world(world, script: "touch \(world.folder.path)/ran")
      try await world.output(of: "ddb-list-tables")
      #expect(!FileManager.default.fileExists(atPath: "\(world.folder.path)/ran"))
    }
  }

  @Test(arguments: [
    ("exit 7", "it ended with status 7"), ("echo \(secret)", "its output is not a JSON object"),
    ("", "its output is not a JSON object"),
    ("kill -SEGV $$", "it ended with status 139"),
    (prints("2020-01-01T00:00:00Z"), "its credentials expired at 2020-01-01T00:00:00"),
    (#"echo '{"Version": 1, "SecretAccessKey": "\#(secret)"}'"#, "its answer has no AccessKeyId"),
  ])
  func `a program that fails is the error, and nothing is sent`(script: String, reason: String) async throws {
    try await withWorld { world in
      let world = try self.world(world, script: script)
      try await world.withDynamoDB { server, arguments in
        let run = try await world.run("ddb-list-tables", arguments)
        run.expectFailure(naming: ["no credentials from credential_process of profile default: \(reason)"])
        #expect(server.requests.isEmpty)
      }
    }
  }

  @Test func `Ctrl-C ends a program that does not end, even one that ignores it`() async throws {
    try await withWorld { world in
      let arrived = world.flag("arrived")
      let script = "trap '' INT; echo $$ > \"$HOME/pid\"; touch \(arrived.path); while :; do sleep 1; done"
      let world = try self.world(world, script: script)
      try await world.withDynamoDB { server, arguments in
        let run = try await world.runOnTerminal(
          "ddb-list-tables",
          arguments,
          steps: [.onFile(arrived.path, type: TerminalRun.controlC)]
        )
        #expect(run.status == 130 && run.isPrompt, "\(run)")
        #expect(try await world.hasEnded(file: "pid"), "the program has outlived the tool")
        #expect(server.requests.isEmpty)
      }
    }
  }

  @Test func `credentials that AWS refuses as expired are fetched again, once`() async throws {
    try await withWorld { world in
      let helper = """
        echo x >> "$HOME/runs"
        n=$(wc -l < "$HOME/runs" | tr -d ' ')
        printf '{"Version": 1, "AccessKeyId": "AKID%s", "SecretAccessKey": "\(Self.secret)"}' "$n"
        """
      let world = try self.world(world, script: helper)
      try await world.withDynamoDB(answer: { request in
        request.accessKey == "AKID2"
          ? .noTables
          : .reply(status: 400, body: #"{"__type": "x#ExpiredTokenException", "message": "expired"}"#)
      }) { server, arguments in
        try await world.output(of: "ddb-list-tables", arguments)
        #expect(server.requests.map(\.accessKey) == ["AKID1", "AKID2"])
      }
      try await world.withDynamoDB(answer: { _ in
        .reply(status: 400, body: #"{"__type": "x#ExpiredTokenException", "message": "expired"}"#)
      }) { server, arguments in
        let run = try await world.run("ddb-list-tables", arguments)
        run.expectFailure(naming: ["ExpiredTokenException", "expired"])
        #expect(server.requests.map(\.accessKey) == ["AKID3", "AKID4"])
      }
    }
  }
}
