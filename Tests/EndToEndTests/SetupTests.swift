import Foundation
import TestSupport
import Testing

/// `db-setup`: five steps on one database, up to the first that fails.
@Suite(.needsStack, .serialized, .inTurn) struct SetupTests {
  static let steps = ["db-create", "db-schema-load", "db-seed", "replacement"]
  static let stepsWithPool =
    ["cognito-list-users"] + steps.dropLast() + ["db-update-cognito-user-ids", "replacement"]

  /// What `db-setup` says when a step fails, given the steps that were to be done.
  static func report(of failed: String, in steps: [String]) throws -> String {
    let index = try #require(steps.firstIndex(of: failed))
    let done = index == 0 ? "nothing" : steps[..<index].joined(separator: ", ")
    return "warning: \(failed) failed; done: \(done); not done: \(steps[index...].joined(separator: ", "))\n"
  }

  @Test(arguments: ["e2e"] + DatabaseTests.hostileNames.prefix(3))
  func `without a pool everything but the user ids is set up, also the second time`(stem: String) async throws
  {
    try await withWorld { world in
      try await world.withDatabaseName(stem) { world, database in
        for time in 1...2 {
          let run = try await world.run("db-setup")
          #expect(run.status == 0, "\(run)")
          let notes = run.stderr.split(separator: "\n").prefix(3)
          #expect(notes.first == "==== db-setup" && notes.dropFirst().first?.hasPrefix("postgres: ") == true)
          #expect(notes.last?.hasPrefix("AWS_COGNITO_USER_POOL_ID is not set: the user ids are left") == true)
          let labels = run.stderr.split(separator: "\n").filter { $0.hasPrefix("== ") }
          #expect(labels == Self.steps.map { "== \($0)" })
          let tags = ["CREATE EXTENSION", "DROP TABLE", "DROP TABLE", "CREATE TABLE", "CREATE TABLE"]
          let all =
            ["CREATE DATABASE"] + tags + ["INSERT 0 2", "INSERT 0 1"] + (time == 1 ? [] : ["DROP DATABASE"])
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
        let labels = ["==== db-setup"] + Self.stepsWithPool.dropFirst().map { "== \($0)" }
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
        _ = try await world.makePool(["phidel"])
        let pool = world.environment["AWS_COGNITO_USER_POOL_ID"]
        let socket = try Socket.bound()
        defer { socket.shutdown() }
        let nobody = "http://127.0.0.1:\(socket.port)"
        for (pool, more, words) in [
          ("us-east-1_NoSuchPool", [], ["us-east-1_NoSuchPool"]),
          (pool, ["--endpoint-url", nobody], [nobody]),
        ] {
          let run = try await world.run(
            "db-setup",
            ["--quiet"] + more,
            changes: ["AWS_COGNITO_USER_POOL_ID": pool]
          )
          run.expectFailure(naming: words, lines: 3)
          #expect(
            run.stderr.hasPrefix(try Self.report(of: "cognito-list-users", in: Self.stepsWithPool)),
            "\(run)"
          )
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

  @Test func `a session in the database keeps it from being replaced, except with --force`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        _ = try await database.whileConnected {
          let run = try await world.run("db-setup", ["--quiet"])
          // The server waits five seconds for the others to go.
          #expect(run.status == 1 && run.isWithin(seconds: 20), "\(run)")
          for word in ["55006", "--force", "somebody's psql"] { #expect(run.stderr.contains(word), "\(run)") }
          #expect(run.stderr.hasPrefix(try Self.report(of: "replacement", in: Self.steps)), "\(run)")
          try await SetupFailureTests.expectNothingLeft(run, of: database)
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

  @Test func `the owner is kept, and a user who does not own the database changes nothing`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let role = "owner_\(world.unique)"
        let other = "other_\(world.unique)"
        for name in [role, other] {
          try await database.onServer("CREATE ROLE \(name) LOGIN CREATEDB PASSWORD 'password'")
        }
        try await database.onServer("ALTER DATABASE \(database.name) OWNER TO \(role)")
        let query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '\(database.name)'"
        let run = try await world.run("db-setup", ["--quiet"])
        #expect(run.status == 0, "\(run)")
        #expect(try await database.onServer(query) == [role])

        let before = try await database.users()
        let url = database.url.replacingOccurrences(of: "//postgres:", with: "//\(other):")
        let refused = try await world.run("db-setup", ["--quiet"], changes: ["CONNECTION_URL": url])
        #expect(refused.status == 1 && refused.stderr.contains("42501"), "\(refused)")
        #expect(try await database.users() == before)
        #expect(
          try await database.onServer("SELECT 1 FROM pg_database WHERE datdba = '\(other)'::regrole") == []
        )
        try await database.onServer("ALTER DATABASE \(database.name) OWNER TO postgres")
        for name in [role, other] { try await database.onServer("DROP ROLE \(name)") }
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
          naming: [
            role, database.name, "is not dropped", "dbname=postgres",
            "-c 'ALTER ROLE \"\(role)\" CREATEDB'",
          ],
          lines: 3
        )
        #expect(run.stderr.hasPrefix(try Self.report(of: "db-create", in: Self.steps)), "\(run)")
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

  @Test func `of two set-ups at once one leaves a whole database, and the other says why it failed`()
    async throws
  {
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
              run.stderr.contains(database.name) && run.stderr.split(separator: "\n").count <= 5,
              "\(run)"
            )
          }
          #expect(try await database.users().map { $0.prefix { $0 != "|" } } == ["Sama", "phidel"])
        }
      }
    }
  }
}
