import Foundation
import TestSupport
import Testing

/// `prod` without credentials, region or pool. Nothing may be sent: the proxy is a port that refuses
/// connections.
@Suite(.needsStack, .serialized, .inTurn) struct BadCredentialsTests {
  struct Case: Sendable {
    let name: String
    let changes: [String: String?]
    let words: [String]
  }

  private static let none: [String: String?] = [
    "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_SESSION_TOKEN": nil,
  ]

  static let cases = [
    Case(name: "no credentials", changes: none, words: ["Unable to locate credentials", "aws configure"]),
    Case(
      name: "an id without a secret",
      changes: ["AWS_SECRET_ACCESS_KEY": nil],
      words: ["Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"]
    ),
    Case(
      name: "an id with an empty secret",
      changes: ["AWS_SECRET_ACCESS_KEY": ""],
      words: ["Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"]
    ),
    Case(
      name: "a secret without an id",
      changes: ["AWS_ACCESS_KEY_ID": nil],
      words: ["Unable to locate credentials"]
    ),
    Case(
      name: "an id of two lines",
      changes: ["AWS_ACCESS_KEY_ID": "AKID\nX-Evil: 1"],
      words: ["access key"]
    ),
    Case(name: "no region", changes: ["AWS_REGION": nil], words: ["You must specify a region", "--region"]),
    Case(name: "an empty region", changes: ["AWS_REGION": ""], words: ["You must specify a region"]),
    Case(
      name: "a region that is none",
      changes: ["AWS_REGION": "us_east.1/"],
      words: ["AWS_REGION", "us_east.1/"]
    ),
    Case(
      name: "a profile that is none",
      changes: ["AWS_PROFILE": "ghost"],
      words: ["The config profile (ghost)"]
    ),
    Case(
      name: "a number of attempts that is none",
      changes: ["AWS_MAX_ATTEMPTS": "many"],
      words: ["AWS_MAX_ATTEMPTS", "many"]
    ),
  ]

  @Test(arguments: ToolCommand.dynamoDB + ToolCommand.cognito + [ToolCommand.setup, .server])
  func `prod says what is missing`(command: ToolCommand) async throws {
    try await ScriptedServer.with({ _ in .closes }) { proxy in
      try await withWorld { world in
        try await world.with(command) { world, database in
          // A pool's id names its region.
          for one in Self.cases
          where command.operation != "ListUsers" || !one.changes.keys.contains("AWS_REGION") {
            var changes = one.changes
            changes["AWS_COGNITO_USER_POOL_ID"] = "us-east-1_AbCdEfGhI"
            changes["HTTPS_PROXY"] = proxy.url
            // db-setup makes its database, and does not come to that here.
            let url = database?.url ?? "postgresql://127.0.0.1:1/none"
            changes["PROD_CONNECTION_URL"] = "\(url)?sslmode=disable"
            var run = try await world.run(command, ["prod", "--quiet"] + command.agreement, changes: changes)
            run.about = one.name
            run.expectFailure(naming: one.words)
          }
          #expect(proxy.requests.isEmpty, "something was sent")
        }
      }
    }
  }

  @Test func `an invalid configuration file is named with its line`() async throws {
    try await withWorld { world in
      let files = [
        ("[default]\nregion\n", "config:2"), ("[default\n", "config:1"), ("region = us-east-1\n", "config:1"),
      ]
      for (text, place) in files {
        let path = try world.file("config", text)
        let run = try await world.run(
          "ddb-list-tables",
          ["prod", "--quiet"],
          changes: ["AWS_CONFIG_FILE": path]
        )
        run.expectFailure(naming: [place])
      }
      let folder = try await world.run(
        "ddb-list-tables",
        ["prod", "--quiet"],
        changes: ["AWS_CONFIG_FILE": world.folder.path]
      )
      folder.expectFailure(naming: [world.folder.path])
    }
  }
}
