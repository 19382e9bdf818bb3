import Foundation
import TestSupport
import Testing

/// `db-setup`: five steps on one database, up to the first that fails.
@Suite(.needsStack, .serialized, .inTurn) struct SetupTests {
  private static let steps = ["db-drop", "db-create", "db-schema-load", "db-seed"]

  /// What `db-setup` says when a step fails, given the steps that were to be done.
  private static func account(of failed: String, in steps: [String]) throws -> String {
    let index = try #require(steps.firstIndex(of: failed))
    let done = index == 0 ? "nothing" : steps[..<index].joined(separator: ", ")
    return "warning: \(failed) failed; done: \(done); not done: \(steps[index...].joined(separator: ", "))\n"
  }

  @Test(arguments: ["e2e"] + DatabaseTests.hostileNames.prefix(3))
  func `without a pool all but the user ids is set up, twice over`(stem: String) async throws {
    try await withWorld { world in
      try await world.withDatabaseName(stem) { world, database in
        for _ in 1...2 {
          let run = try await world.run("db-setup")
          #expect(run.status == 0, "\(run)")
          #expect(
            run.stderr.hasPrefix("==== db-setup\nAWS_COGNITO_USER_POOL_ID is not set: the user ids are left")
          )
          let labels = run.stderr.split(separator: "\n").filter { $0.hasPrefix("== ") }
          #expect(labels == Self.steps.map { "== \($0)" })
          let tags = ["CREATE EXTENSION", "DROP TABLE", "DROP TABLE", "CREATE TABLE", "CREATE TABLE"]
          let all = ["DROP DATABASE", "CREATE DATABASE"] + tags + ["INSERT 0 2", "INSERT 0 1"]
          #expect(run.stdout == all.map { "\($0)\n" }.joined())
        }
        let seeded = [
          "Sama|1e5dc2a1-3c34-42e9-8ed4-b3b74b1e9b37", "phidel|e0b69ea1-57e2-42ad-8025-dd372666785d",
        ]
        #expect(try await database.users() == seeded)
      }
    }
  }

  @Test func `with a pool the users have its ids, and the labels are coloured on a terminal`() async throws {
    try await withWorld { world in
      try await world.withDatabaseName { world, database in
        var world = world
        let subs = try await world.makePool(["Sama", "phidel", "nobody"])
        let run = try await world.runOnTerminal("db-setup")
        #expect(run.status == 0, "\(run)")
        let labels = ["==== db-setup"] + (Self.steps + ["db-update-cognito-user-ids"]).map { "== \($0)" }
        for label in labels {
          #expect(run.output.contains("\u{1B}[1;36m\(label)\u{1B}[0m"), "\(label): \(run)")
        }
        #expect(run.output.contains("---- Sama \(subs[0])\r\n"))
        #expect(run.output.contains("1 of the pool have no row: nobody"))
        #expect(try await database.users() == ["Sama|\(subs[0])", "phidel|\(subs[1])"])
      }
    }
  }

  @Test func `a pool that cannot be used stops the work before anything is dropped`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        try await database.addUser(handle: "precious")
        let before = try await database.dump()
        _ = try await world.makePool(["phidel", "phidel"])
        let twice = world.environment["AWS_COGNITO_USER_POOL_ID"]
        let socket = try Socket.bound()
        defer { socket.shutdown() }
        let nobody = "http://127.0.0.1:\(socket.port)"
        let steps = ["cognito-list-users"] + Self.steps + ["db-update-cognito-user-ids"]
        for (pool, more, words) in [
          (twice, [], ["2 users", "'phidel'"]),
          ("us-east-1_NoSuchPool", [], ["us-east-1_NoSuchPool"]),
          (twice, ["--endpoint-url", nobody], [nobody]),
        ] {
          let run = try await world.run(
            "db-setup",
            ["--quiet"] + more,
            changes: ["AWS_COGNITO_USER_POOL_ID": pool]
          )
          run.expectFailure(naming: words, lines: 3)
          #expect(run.stderr.hasPrefix(try Self.account(of: "cognito-list-users", in: steps)), "\(run)")
        }
        for (changes, words) in [
          (["AWS_COGNITO_USER_POOL_ID": "nonsense"], ["AWS_COGNITO_USER_POOL_ID", "nonsense"]),
          (
            ["AWS_ACCESS_KEY_ID": nil, "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": nil],
            ["credentials"]
          ),
        ] as [([String: String?], [String])] {
          let run = try await world.run("db-setup", ["--quiet"], changes: changes)
          run.expectFailure(naming: words)
        }
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test func `a session in the database stops the first step, until it is forced out`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        _ = try await database.whileConnected {
          let run = try await world.run("db-setup", ["--quiet"])
          // The server waits five seconds for the others to go.
          run.expectFailure(naming: ["55006", "--force", "somebody's psql"], lines: 3, within: 20)
          #expect(run.stderr.hasPrefix(try Self.account(of: "db-drop", in: Self.steps)), "\(run)")
          #expect(try await database.dump() == before)
        }
        let ended = try await database.whileConnected {
          let run = try await world.run("db-setup", ["--force"])
          #expect(run.status == 0, "\(run)")
        }
        #expect(ended.status == 2)
        #expect(try await database.users().count == 2)
      }
    }
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let step: String
    var schema = ""
    var seed = ""
    let words: [String]
    let tags: [String]
    let tables: [String]
    var testDescription: String { step }
  }

  @Test(arguments: [
    Failure(
      step: "db-schema-load",
      schema: "CREATE TABLE t (a int);\nSELECT 1 / 0;\nSELECT 2",
      words: [
        "schema.sql:2: ERROR:", "division by zero", "22012", "statement 2 of 3", "nothing was changed",
      ],
      tags: ["DROP DATABASE", "CREATE DATABASE"],
      tables: []
    ),
    Failure(
      step: "db-seed",
      schema: "CREATE TABLE public.users (handle text, cognito_user_id text, uuid int)",
      seed: "INSERT INTO public.users VALUES ('a', 'b', 1);\n\nINSERT INTO nowhere VALUES (1)",
      words: ["seed.sql:3: ERROR:", "\"nowhere\" does not exist", "42P01", "statement 2 of 2"],
      tags: ["DROP DATABASE", "CREATE DATABASE", "CREATE TABLE"],
      tables: ["users"]
    ),
    Failure(
      step: "db-update-cognito-user-ids",
      schema:
        "CREATE TABLE public.users (handle text, cognito_user_id text CHECK (length(cognito_user_id) < 9), uuid int)",
      seed: "INSERT INTO public.users VALUES ('phidel', 'short', 1), ('Sama', 'short', 2)",
      words: ["update the Cognito user ids", "23514"],
      tags: ["DROP DATABASE", "CREATE DATABASE", "CREATE TABLE", "INSERT 0 2"],
      tables: ["users"]
    ),
  ])
  func `a step that fails stops the rest, and what was done is told`(failure: Failure) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        _ = try await world.makePool(["phidel", "Sama"])
        let schema = try world.file("schema.sql", failure.schema)
        let seed = try world.file("seed.sql", failure.seed)
        let run = try await world.run("db-setup", ["--quiet", "--schema", schema, "--seed", seed])
        #expect(run.status == 1, "\(run)")
        #expect(run.stdout == failure.tags.map { "\($0)\n" }.joined())
        let steps = ["cognito-list-users"] + Self.steps + ["db-update-cognito-user-ids"]
        #expect(run.stderr.hasPrefix(try Self.account(of: failure.step, in: steps)), "\(run)")
        for word in failure.words { #expect(run.stderr.contains(word), "lacks \(word): \(run)") }
        let tables = try await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        #expect(tables == failure.tables)
        guard !tables.isEmpty else { return }
        let ids = try await database.rows("SELECT DISTINCT cognito_user_id FROM public.users")
        #expect(ids == (failure.step == "db-seed" ? [] : ["short"]))
      }
    }
  }

  @Test func `a user who may drop but not create drops nothing`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.users()
        let role = "owner_\(world.unique)"
        try await database.onServer("CREATE ROLE \(role) LOGIN PASSWORD 'password'")
        try await database.onServer("ALTER DATABASE \(database.name) OWNER TO \(role)")
        let url = database.url.replacingOccurrences(of: "//postgres:", with: "//\(role):")
        let run = try await world.run("db-setup", ["--quiet"], changes: ["CONNECTION_URL": url])
        run.expectFailure(
          naming: [role, database.name, "is not dropped", "ALTER ROLE \"\(role)\" CREATEDB"],
          lines: 3
        )
        #expect(run.stderr.hasPrefix(try Self.account(of: "db-drop", in: Self.steps)), "\(run)")
        #expect(try await database.users() == before)

        let created = try await world.run(
          "db-create",
          ["--quiet"],
          changes: ["CONNECTION_URL": url + "_more"]
        )
        created.expectFailure(naming: [
          "permission denied to create database", "42501", "\(database.name)_more",
        ])
        try await database.onServer("ALTER DATABASE \(database.name) OWNER TO postgres")
        try await database.onServer("DROP ROLE \(role)")
      }
    }
  }

  @Test(arguments: ["--schema", "--seed"])
  func `a file that cannot be applied stops the work before anything is dropped`(option: String) async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        for (file, words) in [
          ("no-such.sql", ["no-such.sql"]), (".", ["."]),
          (try world.file("meta.sql", "SELECT 1;\n\\i other.sql"), ["meta.sql:2: \\i is a command of psql"]),
          (try world.file("bad.sql", [0x61, 0x0A, 0xFF]), ["bad.sql:2: not UTF-8 text"]),
        ] {
          let run = try await world.run("db-setup", ["--quiet", option, file])
          run.expectFailure(naming: words)
        }
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test func `two at once leave one whole database, and who lost says why`() async throws {
    try await withWorld { world in
      try await world.withDatabaseName { world, database in
        for _ in 1...3 {
          async let one = world.run("db-setup", ["--quiet"])
          async let other = world.run("db-setup", ["--quiet"])
          let runs = try await [one, other]
          #expect(runs.contains { $0.status == 0 }, "\(runs)")
          for run in runs where run.status != 0 {
            #expect(run.status == 1 && run.stderr.contains("failed; done: "), "\(run)")
            #expect(
              run.stderr.contains(database.name) && run.stderr.split(separator: "\n").count <= 4,
              "\(run)"
            )
          }
          #expect(try await database.users().map { $0.prefix { $0 != "|" } } == ["Sama", "phidel"])
        }
      }
    }
  }
}
