import TestSupport
import Testing

/// A superfluous or misspelt word never runs anything, least of all in production.
@Suite(.needsStack, .serialized, .inTurn) struct BadArgumentTests {
  @Test(
    arguments: ToolCommand.all,
    [
      ["production"], ["staging"], ["nonprod"], ["PROD"], ["prod", "extra"], ["prod", "prod"],
      ["--no-such-option"],
    ]
  )
  func `a word in the place of prod is wrong usage and sends nothing`(command: ToolCommand, words: [String])
    async throws
  {
    try await ScriptedServer.with({ _ in .closes }) { server in
      try await withWorld { world in
        let run = try await world.run(
          command,
          words,
          changes: [
            "AWS_ENDPOINT_URL": server.url, "AWS_ENDPOINT_URL_DYNAMODB": nil,
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": nil,
            "CONNECTION_URL": "postgresql://u:hush@127.0.0.1:1/d",
          ]
        )
        run.expectUsageError(naming: [words.last ?? ""])
        #expect(server.requests.isEmpty)
      }
    }
  }

  @Test(arguments: ToolCommand.all, ["postgresql://u:hush@h/d", "--conection-url=postgresql://u:hush@h/d"])
  func `a connection URL in a wrong place is not repeated`(command: ToolCommand, word: String) async throws {
    try await withWorld { world in
      let run = try await world.run(command, [word])
      run.expectUsageError(naming: [])
      #expect(!"\(run)".contains("hush"), "\(run)")
    }
  }

  @Test(arguments: [
    ["ddb-drop"], ["ddb-drop", "--yes"], ["ddb-patterns", "frobnicate"], ["ddb-patterns", "create"],
    ["ddb-scan", "--limit", "0"],
    ["ddb-scan", "--limit", "x"], ["ddb-scan", "--limit", "-1"], ["ddb-scan", "--segments", "0"],
    ["ddb-scan", "--output", "yaml"], ["ddb-list-tables", "--output", "xml"],
    ["ddb-list-tables", "--output"],
    ["ddb-list-tables", "--quiet", "--verbose"], ["ddb-seed", "--start", "yesterday"],
    ["ddb-seed", "--start", "2023-02-30"], ["ddb-seed", "--group", "not-a-uuid"],
    ["ddb-seed", "--my-handle", "Sama"], ["ddb-patterns", "get-conversations", "--year", "0"],
    ["ddb-patterns", "get-conversations", "--year", "2023", "--from", "2023-01-01"],
    ["ddb-patterns", "get-conversations", "--from", "2023-01-02", "--to", "2023-01-01"],
    ["ddb-patterns", "get-conversations", "--limit", "0"],
    ["ddb-patterns", "list-conversations", "--year", "x"],
    ["cognito-list-users", "--output", "yaml"], ["db-create", "--connection-url"], ["db-create", "--force"],
    ["db-drop", "--if-not-exists"], ["db-seed", "--schema", "x"], ["db-schema-load", "--seed", "x"],
    ["db-setup", "--quiet", "--verbose"], ["db-drop", "cruddur"],
  ])
  func `invalid options are wrong usage`(words: [String]) async throws {
    try await withWorld { world in
      try await world.run(words[0], Array(words.dropFirst())).expectUsageError(naming: [])
    }
  }

  @Test func `the word before the table is not taken for the stage`() async throws {
    try await withWorld { world in
      let table = world.name("safe")
      try await world.createTable(table)
      try await world.run("ddb-drop", ["prod", table])
        .expectUsageError(naming: ["'prod' comes last: ddb-drop TABLE prod"])
      #expect(try await world.tables().contains(table))
    }
  }
}
