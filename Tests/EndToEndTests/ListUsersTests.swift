import Foundation
import TestSupport
import Testing

/// `cognito-list-users` beside boto3 and Python's json, against moto's Cognito.
@Suite(.needsStack, .serialized, .inTurn) struct ListUsersTests {
  /// The two documents of the week-5 script, by the library that it uses.
  private struct Documents: Decodable {
    let users: String
    let handles: String
  }

  private static let hostile = [
    "O'Neil", #"a"b\c"#, "'; drop table users; --", "🦊 é", "e\u{301}", "\u{E9}", "\u{1B}[31mred", "a\tb\nc",
    "\u{7F}\u{9B}", "z", "Z", "", "😀", "\u{FFFF}", "null",
  ]

  @Test(arguments: [0, 1, 60, 61, 150], ["UTC", "America/St_Johns"])
  func `the two documents are those of the week-5 script, byte for byte, with the users of every page`(
    count: Int,
    zone: String
  ) async throws {
    try await withWorld { world in
      var world = world
      world.environment["TZ"] = zone
      let handles = Self.hostile + (0..<150).map { "handle \($0)" }
      _ = try await world.makePool(Array(handles.prefix(count)))
      let pool = world.environment["AWS_COGNITO_USER_POOL_ID"] ?? ""
      let expected: Documents = try await world.oracle(
        "list_users.py",
        [world.stack.cognito, "us-east-1", pool]
      )
      let run = try await world.run("cognito-list-users")
      #expect(run.status == 0 && run.stderr == "", "\(run)")
      #expect(run.stdout == "\(expected.users)\n\(expected.handles)\n")
      let json = try await world.output(of: "cognito-list-users", ["--output", "json"])
      #expect(json == "\(expected.users)\n")
    }
  }

  @Test func `a user without a handle is listed and reported, and not among the handles`() async throws {
    try await withWorld { world in
      var world = world
      let subs = try await world.makePool(["phidel", nil])
      let pool = world.environment["AWS_COGNITO_USER_POOL_ID"] ?? ""
      let expected: Documents = try await world.oracle(
        "list_users.py",
        [world.stack.cognito, "us-east-1", pool]
      )
      let run = try await world.run("cognito-list-users")
      #expect(run.stdout == "\(expected.users)\n\(expected.handles)\n")
      #expect(run.stderr == "warning: Cognito user 'user-1' has no preferred_username: skipped\n")
      #expect(run.stdout.contains(subs[1]))
    }
  }

  @Test(arguments: [
    (#"{"Name": "preferred_username", "Value": "phidel"}"#, "sub"),
    (#"{"Name": "sub", "Value": "s"}"#, "preferred_username"), ("", "preferred_username and no sub"),
  ])
  func `the attribute that a user lacks is named`(attributes: String, missing: String) async throws {
    try await withWorld { world in
      let users = #"{"Users": [{"Username": "u", "Attributes": [\#(attributes)]}]}"#
      try await ScriptedServer.with({ _ in .reply(status: 200, body: users) }) { server in
        let run = try await world.run(
          "cognito-list-users",
          ["--endpoint-url", server.url],
          changes: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"]
        )
        #expect(run.status == 0, "\(run)")
        #expect(run.stderr == "warning: Cognito user 'u' has no \(missing): skipped\n")
      }
    }
  }

  @Test func `a table has a line for each user, whatever the handle`() async throws {
    try await withWorld { world in
      var world = world
      let handles: [String?] = Self.hostile + [nil]
      let subs = try await world.makePool(handles)
      let table = try await world.output(of: "cognito-list-users", ["--output", "table"])
      let lines = table.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count == handles.count + 1)
      #expect(
        lines.first?.split(separator: " ") == ["HANDLE", "E-MAIL", "STATUS", "ENABLED", "CREATED", "SUB"]
      )
      for sub in subs {
        #expect(
          lines.count { $0.contains("  FORCE_CHANGE_PASSWORD  yes  ") && $0.hasSuffix("  \(sub)") } == 1,
          "\(table)"
        )
      }
      #expect(lines.contains { $0.hasPrefix("O'Neil ") } && lines.contains { $0.hasPrefix("-  ") })
      #expect(!table.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }
  }

  @Test func `two users of one handle are listed, and left out of the ids with their names`() async throws {
    try await withWorld { world in
      var world = world
      _ = try await world.makePool(["Sama", "twice \"", "twice \""])
      let pool = world.environment["AWS_COGNITO_USER_POOL_ID"] ?? ""
      let run = try await world.run("cognito-list-users")
      #expect(run.status == 0, "\(run)")
      for word in [
        "2 users of pool \(pool)", "'twice \"'", "'user-1' (FORCE_CHANGE_PASSWORD)", "preferred_username",
      ] {
        #expect(run.stderr.contains(word), "lacks \(word): \(run)")
      }
      #expect(run.stdout.components(separatedBy: "\"Username\"").count == 4, "\(run)")
      #expect(run.stdout.contains("\"Sama\": ") && !run.stdout.contains("\"twice \\\"\": "), "\(run)")
      for format in ["json", "table"] {
        let listed = try await world.run("cognito-list-users", ["--output", format])
        #expect(listed.status == 0 && listed.stdout.contains("Sama") && listed.stderr == "", "\(listed)")
      }
    }
  }

  @Test(arguments: ["cognito-list-users", "db-update-cognito-user-ids"])
  func `an invalid pool id, and a pool that does not exist, are named`(tool: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.users()
        for (pool, words) in [
          (nil, ["AWS_COGNITO_USER_POOL_ID is not set", "list-user-pools"]),
          ("phidel", ["AWS_COGNITO_USER_POOL_ID is \"phidel\"", "us-east-1_AbCdEfGhI"]),
          ("us-east-1_NoSuchPool", ["ListUsers", "us-east-1_NoSuchPool", world.stack.cognito]),
        ] {
          let run = try await world.run(tool, ["--quiet"], changes: ["AWS_COGNITO_USER_POOL_ID": pool])
          run.expectFailure(naming: words)
        }
        #expect(try await database.users() == before)
      }
    }
  }

  @Test func `prod asks AWS's own host, in the region of the pool`() async throws {
    try await withWorld(region: "mx-central-1") { world in
      try await world.withProxy { world in
        let run = try await world.run(
          "cognito-list-users",
          ["prod", "--quiet"],
          changes: ["AWS_COGNITO_USER_POOL_ID": "ca-central-1_NoSuchPool"]
        )
        run.expectFailure(naming: [
          "ca-central-1_NoSuchPool", "https://cognito-idp.ca-central-1.amazonaws.com",
        ])
      }
    }
  }
}
