import AWS
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import db_setup

@Suite struct DBSetupTests {
  @Test(arguments: [
    ["dev"], ["--schema"], ["--quiet", "--verbose"], ["--user", "a", "--seed", "x.sql"],
    ["--user", "a", "--user", "@a"],
  ])
  func `wrong usage ends with 64`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DBSetup.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test func `a file that is wrong stops the work before anything is sent`() async throws {
    let run = try await ToolWorld().run(DBSetup.self, ["--seed", "/nowhere/seed.sql"])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr == "Error: cannot read /nowhere/seed.sql: No such file or directory\n")
  }

  @Test func `in prod the database is asked for before the credentials`() async throws {
    let world = ToolWorld(variables: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"])
    let run = try await world.run(DBSetup.self, ["prod", "--dry-run"])
    #expect(run.status == 1 && run.stderr.contains("PROD_CONNECTION_URL"), "\(run)")
  }

  @Test(.needsPostgreSQL) func `a pool that cannot be read stops the work before anything is dropped`()
    async throws
  {
    try await withDatabase(users: [(handle: "kept", sub: "1")]) { database in
      let world = ToolWorld(variables: [
        "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret-of-test",
        "CONNECTION_URL": try TestServer.url(database: database.name),
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:9",
      ])
      let transport = ScriptedTransport([.refusal("NotAuthorizedException")])
      let run = try await world.run(DBSetup.self, [], transport)
      #expect(run.status == 1)
      #expect(run.stderr.contains("NotAuthorizedException"))
      let rows = try database.connect().query("SELECT handle FROM public.users", to: "look")
      #expect(rows.count == 1)
    }
  }

  @Test(.needsPostgreSQL) func `without a pool the database is set up with the seed's ids`() async throws {
    try await withDatabase { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let run = try await world.run(DBSetup.self)
      #expect(run.status == 0, "\(run)")
      #expect(run.stderr.contains("AWS_COGNITO_USER_POOL_ID is not set"))
      let rows = try database.connect().query("SELECT cognito_user_id FROM public.users", to: "look")
      #expect(rows.count == 2)
    }
  }

  @Test(.needsPostgreSQL) func `own users take the place of the built-in two`() async throws {
    try await withDatabase { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let run = try await world.run(DBSetup.self, ["--user", "andrew:Andrew Brown", "--user", "bayko"])
      #expect(run.status == 0, "\(run)")
      #expect(run.stdout.contains("INSERT 0 2\nINSERT 0 1\n"), "\(run)")
      let rows = try database.connect().query(
        "SELECT handle || '|' || display_name AS row FROM public.users ORDER BY handle",
        to: "look"
      )
      #expect(try rows.map { try $0.text("row") } == ["andrew|Andrew Brown", "bayko|bayko"])
    }
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      (
        "--schema", "CREATE TABLE public.users (handle text); SELEC 1",
        "db-schema-load failed; done: db-create;"
      ),
      ("--schema", "CREATE EXTENSION no_such_extension", "db-schema-load failed; done: db-create;"),
      ("--seed", "INSERT INTO nowhere VALUES (1)", "db-seed failed; done: db-create, db-schema-load;"),
    ]
  )
  func `a failed set-up leaves the old database whole and no new one`(
    option: String,
    sql: String,
    report: String
  )
    async throws
  {
    try await withDatabase(users: [(handle: "kept", sub: "1")]) { database in
      let folder = try TemporaryFolder()
      let file = try folder.file("x.sql", sql.utf8)
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let run = try await world.run(DBSetup.self, [option, file])
      #expect(run.status == 1, "\(run)")
      #expect(run.stderr.contains("warning: \(report)"), "\(run)")
      let words = run.stderr.split(whereSeparator: \.isWhitespace).map(String.init)
      let built = try #require(words.first { $0.hasPrefix("cruddur_new_") }, "\(run)")
      #expect(
        run.stderr.contains("/\(database.name) is as it was before; the new database \(built) is removed")
      )
      #expect(try !TestDatabase.exists(built))
      #expect(try database.connect().query("SELECT handle FROM public.users", to: "look").count == 1)
    }
  }

  @Test(.needsPostgreSQL) func `a local database with a remote pool is a warning`()
    async throws
  {
    let name = TestDatabase.uniqueName()
    let world = ToolWorld(variables: [
      "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "secret-of-test", "CONNECTION_URL": try TestServer.url(database: name),
    ])
    let run = try await world.run(DBSetup.self, [], ScriptedTransport([.answer(200, #"{"Users":[]}"#)]))
    #expect(run.status == 0, "\(run)")
    #expect(
      run.stderr.contains(
        "warning: user pool us-east-1_AbCdEfGhI at https://cognito-idp.us-east-1.amazonaws.com is not local, and the database"
      ),
      "\(run)"
    )
    try TestDatabase.drop(name)
  }
}
