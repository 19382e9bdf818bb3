import Foundation
import TestSupport
import Testing

/// A `db-setup` that fails leaves the old database unchanged, and nothing else.
@Suite(.needsStack, .serialized, .inTurn) struct SetupFailureTests {
  /// Checks that the run says that the old database is as it was, and that what it has built is gone.
  static func expectNothingLeft(_ run: Run, of database: TestDatabase) async throws {
    let line = try #require(
      run.stderr.split(separator: "\n").first { $0.contains("is as it was before") },
      "\(run)"
    )
    let name = try #require(line.split(separator: " ").first { $0.hasPrefix("cruddur_new_") })
    let rows = try await database.onServer("SELECT 1 FROM pg_database WHERE datname = '\(name)'")
    #expect(line.contains(database.name) && rows.isEmpty, "\(run)")
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let step: String
    var schema = ""
    var seed = ""
    let words: [String]
    let tags: [String]
    var testDescription: String { step }
  }

  @Test(arguments: [
    Failure(
      step: "db-schema-load",
      schema: "CREATE TABLE t (a int);\nSELECT 1 / 0;\nSELECT 2",
      words: [
        "schema.sql:2: ERROR:", "division by zero", "22012", "statement 2 of 3", "nothing was changed",
      ],
      tags: ["CREATE DATABASE"]
    ),
    Failure(
      step: "db-schema-load",
      schema: "CREATE EXTENSION no_such_extension",
      words: ["no_such_extension"],
      tags: ["CREATE DATABASE"]
    ),
    Failure(
      step: "db-seed",
      schema: "CREATE TABLE public.users (handle text, cognito_user_id text, uuid int)",
      seed: "INSERT INTO public.users VALUES ('a', 'b', 1);\n\nINSERT INTO nowhere VALUES (1)",
      words: ["seed.sql:3: ERROR:", "\"nowhere\" does not exist", "42P01", "statement 2 of 2"],
      tags: ["CREATE DATABASE", "CREATE TABLE"]
    ),
    Failure(
      step: "db-update-cognito-user-ids",
      schema:
        "CREATE TABLE public.users (handle text, cognito_user_id text CHECK (length(cognito_user_id) < 9), uuid int)",
      seed: "INSERT INTO public.users VALUES ('phidel', 'short', 1), ('Sama', 'short', 2)",
      words: ["update the Cognito user ids", "23514"],
      tags: ["CREATE DATABASE", "CREATE TABLE", "INSERT 0 2"]
    ),
  ])
  func `a step that fails ends the run, and the old database is unchanged`(failure: Failure) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        let before = try await database.dump()
        _ = try await world.makePool(["phidel", "Sama"])
        let schema = try world.file("schema.sql", failure.schema)
        let seed = try world.file("seed.sql", failure.seed)
        let run = try await world.run("db-setup", ["--quiet", "--schema", schema, "--seed", seed])
        #expect(run.status == 1, "\(run)")
        #expect(run.stdout == failure.tags.map { "\($0)\n" }.joined())
        #expect(
          run.stderr.hasPrefix(try SetupTests.report(of: failure.step, in: SetupTests.stepsWithPool)),
          "\(run)"
        )
        for word in failure.words { #expect(run.stderr.contains(word), "lacks \(word): \(run)") }
        try await Self.expectNothingLeft(run, of: database)
        #expect(try await database.dump() == before)
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
}
