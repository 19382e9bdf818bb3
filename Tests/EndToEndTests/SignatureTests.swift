import Foundation
import TestSupport
import Testing

/// Signatures, judged by a moto that checks them.
@Suite(.needsStack, .serialized, .inTurn) struct SignatureTests {
  struct Key: Decodable {
    let id: String
    let secret: String
  }

  @Test func `a right secret is accepted, a wrong one refused without being shown`() async throws {
    try await withWorld { world in
      let server = ["moto.server", "-H", "127.0.0.1", "-p", "0"]
      let unchecked = ["INITIAL_NO_AUTH_ACTION_COUNT": "3"]
      try await BackgroundServer.with(
        server,
        announcement: "Running on http://",
        in: world,
        changes: unchecked
      ) {
        server in
        let key: Key = try await world.oracle("make_users.py", [server.url])
        var world = world
        world.environment["AWS_ACCESS_KEY_ID"] = key.id
        world.environment["AWS_SECRET_ACCESS_KEY"] = key.secret
        world.environment["AWS_SESSION_TOKEN"] = nil
        try await checkThatRightSecretsDo(world, server.url)
        try await checkThatWrongSecretsDoNot(world, server.url, key)
      }
    }
  }

  private func checkThatRightSecretsDo(_ world: World, _ url: String) async throws {
    try await world.output(of: "ddb-schema-load", ["prod", "--endpoint-url", url])
    try await world.output(of: "ddb-schema-load", ["--if-not-exists", "--endpoint-url", url])
    let printed = try await world.output(
      of: "ddb-list-tables",
      ["prod", "--output", "text", "--endpoint-url", "\(url)/"]
    )
    #expect(printed == "cruddur-messages\n")
    try await world.withDatabase { world, _ in
      try await world.output(of: "ddb-seed", ["--endpoint-url", url])
    }
    #expect(
      try await world.output(of: "ddb-scan", ["--endpoint-url", url]).split(separator: "\n").count == 106
    )
    #expect(try await keyFromFile(world, url).status == 0)
  }

  /// The same key as `aws configure` writes it.
  private func keyFromFile(_ world: World, _ url: String) async throws -> Run {
    let file = try world.file(
      "credentials",
      """
      [default]
      aws_access_key_id = other
      aws_secret_access_key = other-secret
      [tester]
      aws_access_key_id = \(world.environment["AWS_ACCESS_KEY_ID"] ?? "")
      aws_secret_access_key = \(world.environment["AWS_SECRET_ACCESS_KEY"] ?? "")
      """
    )
    return try await world.run(
      "ddb-list-tables",
      ["prod", "--endpoint-url", url, "--profile", "tester"],
      changes: [
        "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_SHARED_CREDENTIALS_FILE": file,
      ]
    )
  }

  private func checkThatWrongSecretsDoNot(_ world: World, _ url: String, _ key: Key) async throws {
    let wrong = [
      ("AWS_SECRET_ACCESS_KEY", "not-\(key.secret)", "SignatureDoesNotMatch"),
      ("AWS_ACCESS_KEY_ID", "AKIAUNKNOWN0000000000", "InvalidClientTokenId"),
    ]
    for (variable, value, refusal) in wrong {
      for arguments in [["ddb-list-tables"], ["ddb-scan"], ["ddb-drop", "cruddur-messages", "--yes"]] {
        let run = try await world.run(
          arguments[0],
          arguments.dropFirst() + ["prod", "--endpoint-url", url],
          changes: [variable: value]
        )
        // moto refuses in another form than DynamoDB does: XML with HTTP status 403.
        run.expectFailure(naming: [refusal, url], lines: 4)
        #expect(!run.stderr.contains(key.secret), "\(run)")
      }
    }
    let tables = try await world.output(of: "ddb-list-tables", ["--output", "text", "--endpoint-url", url])
    #expect(tables == "cruddur-messages\n", "a refused request had an effect")
  }
}
