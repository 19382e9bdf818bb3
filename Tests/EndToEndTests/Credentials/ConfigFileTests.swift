import Foundation
import TestSupport
import Testing

/// Real configuration files and variables, checked by a moto that verifies signatures and by the AWS CLI's
/// library.
@Suite(.needsStack, .serialized, .inTurn) struct ConfigFileTests {
  /// Runs `body` with a server that checks signatures, its URL without the host, and a key that it knows.
  private func withChecks(
    _ body: (World, _ port: String, SignatureTests.Key) async throws -> Void
  ) async throws {
    try await withWorld { world in
      try await BackgroundServer.with(
        ["moto.server", "-H", "127.0.0.1", "-p", "0"],
        announcement: "Running on http://",
        in: world,
        changes: ["INITIAL_NO_AUTH_ACTION_COUNT": "3"]
      ) { server in
        let key: SignatureTests.Key = try await world.oracle("make_users.py", [server.url])
        let world = try world.configured("", secrets: [key.secret])
        let wrong = ["AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": "not-\(key.secret)"]
        let arguments = ["prod", "--endpoint-url", server.url]
        _ = try await world.run("ddb-list-tables", arguments, changes: wrong)
        let refused = try await world.run("ddb-list-tables", arguments, changes: wrong)
        #expect(refused.stderr.contains("SignatureDoesNotMatch"), "\(refused)")
        try await body(world, String(server.url.split(separator: ":").last ?? ""), key)
      }
    }
  }

  /// Files that hold the same keys.
  private func files(_ key: SignatureTests.Key) -> [String] {
    let (id, secret) = ("aws_access_key_id = \(key.id)", "aws_secret_access_key = \(key.secret)")
    return [
      "[default]\n  \(id)\n  \(secret)\n", "  [default]\n  \(id)\n  \(secret)\n",
      "[default]\n\(id)\n  # of 2023\n\(secret)\n  # to be changed\n\t; soon\n",
      "\t[default]\r\n\t\(id)\r\n\t\(secret)\r\n\t\t# to be changed\r\n",
    ]
  }

  @Test func `the keys of a file are the AWS CLI's, however it is indented and named`() async throws {
    try await withChecks { world, port, key in
      var world = world
      world.environment["NAME"] = "my keys"
      world.environment["AWS_SHARED_CREDENTIALS_FILE"] = "${HOME}/$NAME"
      let theirs =
        "import botocore.session as s; print(s.Session().get_credentials().secret_key == '\(key.secret)', end='')"
      for text in files(key) {
        try world.file("my keys", text)
        #expect(try await world.run(program: world.stack.python, ["-c", theirs]).stdout == "True", "\(text)")
        let run = try await world.run(
          "ddb-list-tables",
          ["prod", "--endpoint-url", "http://127.0.0.1:\(port)"]
        )
        #expect(run.status == 0, "\(text) \(run)")
      }
    }
  }

  @Test func `variables may end in a carriage return, and hosts may be spelled in any way`() async throws {
    try await withChecks { world, port, key in
      for host in ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "localhost", "[::ffff:7f00:1]"] {
        let run = try await world.run(
          "ddb-list-tables",
          ["prod", "--endpoint-url", "http://\(host):\(port)"],
          changes: [
            "AWS_ACCESS_KEY_ID": "\(key.id)\r", "AWS_SECRET_ACCESS_KEY": "\(key.secret)\r",
            "AWS_REGION": "us-east-1\r",
          ]
        )
        #expect(run.status == 0, "\(host) \(run)")
      }
    }
  }

  @Test func `an unreadable default file is a warning, one that is named an error`() async throws {
    try await withWorld { world in
      // --quiet, because other tests decide whether there are tables, and so whether there is a note.
      let nowhere = try await world.run("ddb-list-tables", ["-q"], changes: ["HOME": "/dev/null"])
      #expect(nowhere.status == 0, "\(nowhere)")
      #expect(
        nowhere.stderr
          == ["config", "credentials"].map {
            "warning: cannot read /dev/null/.aws/\($0): Not a directory; going on without it\n"
          }.joined()
      )
      let named = try await world.run("ddb-list-tables", changes: ["AWS_CONFIG_FILE": world.folder.path])
      named.expectFailure(naming: ["cannot read \(world.folder.path): Is a directory", "AWS_CONFIG_FILE"])
    }
  }

  @Test func `a local run needs no profile, whatever AWS_PROFILE names`() async throws {
    try await withWorld { world in
      for changes in [["AWS_PROFILE": "ghost"], ["AWS_PROFILE": "ghost", "AWS_ACCESS_KEY_ID": nil]] {
        let run = try await world.run("ddb-list-tables", ["-q"], changes: changes)
        #expect(run.status == 0 && run.stderr == "", "\(run)")
      }
      try await world.run("ddb-list-tables", ["--profile", "ghost"])
        .expectFailure(naming: ["The config profile (ghost)"])
    }
  }

  @Test func `a profile that a variable names but whose keys do not sign is a warning`() async throws {
    try await withWorld { world in
      try world.file(".aws/config", "[profile dev]\naws_access_key_id = A\naws_secret_access_key = s\n")
      try await world.withDynamoDB { server, arguments in
        let both = try await world.run("ddb-list-tables", arguments, changes: ["AWS_PROFILE": "dev"])
        #expect(
          both.stderr
            == "warning: AWS_PROFILE is dev, but requests are signed with AWS_ACCESS_KEY_ID of the environment: "
            + "unset that, or add --profile dev\n"
        )
        let flag = try await world.run("ddb-list-tables", arguments + ["--profile", "dev"])
        #expect(flag.stderr == "", "\(flag)")
        #expect(server.requests.map(\.accessKey) == ["AKIDCANARY", "A"])
      }
    }
  }

  @Test func `the line with the target names the source of the keys`() async throws {
    try await withWorld { world in
      let none = ["ddb-drop", world.name("none")]
      for (changes, source) in [
        ([:], "the environment"), (["AWS_ACCESS_KEY_ID": nil], "the local stage's placeholder keys"),
      ]
        as [([String: String?], String)]
      {
        let run = try await world.run(none[0], [none[1]], changes: changes)
        #expect(run.stderr.contains("(us-east-1, profile default), credentials from \(source)\n"), "\(run)")
      }
    }
  }
}
