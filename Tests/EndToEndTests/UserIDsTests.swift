import Foundation
import TestSupport
import Testing

/// `db-update-cognito-user-ids` against moto's Cognito and PostgreSQL.
@Suite(.needsStack, .serialized, .inTurn) struct UserIDsTests {
  @Test(arguments: [0, 1, 61, 150])
  func `every user of every page gets the id of the pool`(count: Int) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        let handles = (0..<count).map { String(format: "handle%03d", $0) }
        let subs = try await world.makePool(handles)
        try await database.psql(
          "-c",
          """
          INSERT INTO public.users (display_name, handle, email, cognito_user_id)
          SELECT 'x', 'handle' || to_char(n, 'FM000'), 'x@example.com', 'none' FROM generate_series(0, \(count - 1)) AS n
          """
        )
        let untouched = [
          "Sama|1e5dc2a1-3c34-42e9-8ed4-b3b74b1e9b37", "phidel|e0b69ea1-57e2-42ad-8025-dd372666785d",
        ]
        let run = try await world.run("db-update-cognito-user-ids")
        #expect(run.status == 0, "\(run)")
        let pairs = zip(handles, subs)
        #expect(Set(try await database.users()) == Set(pairs.map { "\($0)|\($1)" } + untouched))
        let lines = run.stdout.split(separator: "\n")
        #expect(lines.first == "== db-update-cognito-user-ids")
        #expect(Set(lines.dropFirst()) == Set(pairs.map { "---- \($0) \($1)" }))
        #expect(lines.count == count + 1)
        #expect(
          run.stderr.contains(
            "\(count) row\(count == 1 ? "" : "s") updated, 0 rows unchanged, all of the pool have a row\n"
          )
        )

        let again = try await world.run("db-update-cognito-user-ids")
        #expect(
          again.stderr.contains(
            "0 rows updated, \(count) row\(count == 1 ? "" : "s") unchanged, all of the pool have a row\n"
          ),
          "\(again)"
        )
      }
    }
  }

  @Test func `users without a handle and handles without a row are reported and skipped`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        let subs = try await world.makePool(["phidel", nil, "nobody", "Sama", nil])
        let run = try await world.run("db-update-cognito-user-ids")
        #expect(run.status == 0, "\(run)")
        #expect(try await database.users() == ["Sama|\(subs[3])", "phidel|\(subs[0])"])
        #expect(run.stderr.contains("warning: Cognito user 'user-1' has no preferred_username: skipped\n"))
        #expect(run.stderr.contains("warning: Cognito user 'user-4' has no preferred_username: skipped\n"))
        #expect(
          run.stderr.contains(
            "warning: 2 rows updated, 0 rows unchanged, 1 of the pool have no row: nobody\n"
          )
        )
      }
    }
  }

  @Test func `two users with one handle are left out, and the others get their ids`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        let subs = try await world.makePool(["Sama", "phidel", "phidel"])
        let before = try await database.users()
        let run = try await world.run("db-update-cognito-user-ids", ["--quiet"])
        #expect(run.status == 0, "\(run)")
        #expect(run.stderr.contains("2 users of pool \(world.environment["AWS_COGNITO_USER_POOL_ID"] ?? "")"))
        #expect(run.stderr.contains("have the handle 'phidel': 'user-1' ("))
        #expect(run.stderr.contains("all are left out"))
        #expect(run.stdout == "== db-update-cognito-user-ids\n---- Sama \(subs[0])\n")
        #expect(try await database.users() == ["Sama|\(subs[0])"] + before.dropFirst())
      }
    }
  }

  @Test func `quotes and SQL in handles are stored as text`() async throws {
    let handles = [
      "O'Neil", #"a"b\c"#, "'; drop table users; --", "{a,b}", "🦊 é", "e\u{301}", "NULL", "$1", "%s",
      "back\\", "a b",
    ]
    try await withWorld { world in
      try await world.withDatabase { world, database in
        var world = world
        let subs = try await world.makePool(handles)
        for handle in handles { try await database.addUser(handle: handle) }
        let run = try await world.run("db-update-cognito-user-ids")
        #expect(run.status == 0, "\(run)")
        let users = try await database.users()
        for (handle, sub) in zip(handles, subs) { #expect(users.contains("\(handle)|\(sub)")) }
        #expect(users.count == handles.count + 2)
      }
    }
  }

  /// Makes the server note each UPDATE of the users, whatever the number of rows.
  private static let noteUpdates = """
    CREATE TABLE update_statements (transaction bigint);
    CREATE FUNCTION note_statement() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO update_statements VALUES (txid_current()); RETURN NULL; END';
    CREATE TRIGGER note AFTER UPDATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION note_statement();
    INSERT INTO public.users (display_name, handle, email, cognito_user_id)
    SELECT 'x', 'handle' || n, 'x@example.com', 'none' FROM generate_series(0, 4999) AS n
    """

  @Test func `five thousand users are updated by one statement, and a failure midway changes none`()
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        try await world.withLargePool(of: 5_000) { world, subs in
          try await database.psql("-c", Self.noteUpdates)
          let before = try await database.users()
          let check = "CONSTRAINT not_this CHECK (cognito_user_id <> '\(subs[2_500])')"
          try await database.psql("-c", "ALTER TABLE public.users ADD \(check)")
          let failed = try await world.run("db-update-cognito-user-ids", ["--quiet"])
          failed.expectFailure(naming: [database.name, "not_this", "23514"])
          #expect(try await database.users() == before)

          try await database.psql("-c", "ALTER TABLE public.users DROP CONSTRAINT not_this")
          let run = try await world.run("db-update-cognito-user-ids")
          #expect(
            run.status == 0
              && run.stderr.contains("5000 rows updated, 0 rows unchanged, all of the pool have a row\n")
          )
          let expected = subs.enumerated().map { "handle\($0.offset)|\($0.element)" }
          #expect(try await Set(database.users()).isSuperset(of: expected))
          #expect(try await database.rows("SELECT count(*) FROM update_statements") == ["1"])
        }
      }
    }
  }
}
