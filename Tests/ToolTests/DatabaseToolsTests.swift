import ArgumentParser
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import db_create
@testable import db_drop
@testable import db_schema_load
@testable import db_seed

/// The tools that use PostgreSQL only.
@Suite struct DatabaseToolsTests {
  private static let tools: [any Tool.Type] = [DBCreate.self, DBDrop.self, DBSchemaLoad.self, DBSeed.self]

  /// Nothing listens there.
  private static let nowhere = "postgresql://u:secret@127.0.0.1:1/d"

  @Test(arguments: tools.indices, [["dev"], ["--no-such-option"], ["prod", "local"]])
  func `wrong usage ends with 64`(tool: Int, arguments: [String]) async throws {
    let run = try await ToolWorld().run(Self.tools[tool], arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(arguments: tools.indices)
  func `the error about a server that does not run names it and how to start one`(tool: Int) async throws {
    let world = ToolWorld(variables: ["CONNECTION_URL": Self.nowhere])
    let run = try await world.run(Self.tools[tool])
    #expect(run.status == 1)
    #expect(run.stderr.contains("Error: cannot"))
    #expect(run.stderr.contains("u@127.0.0.1:1/"))
    let question =
      "Is PostgreSQL up, at the host and the port of CONNECTION_URL? "
      + "To start it, in the clone of this toolkit"
    let next = "\(question):\n  scripts/stack up\n"
    #expect(run.stderr.hasSuffix(next))
    #expect(!run.stderr.contains("secret"))
  }

  @Test(arguments: tools.indices, ["CONNECTION_URL", "--connection-url"])
  func `a local run refuses a remote database, and says what to type`(tool: Int, source: String) async throws
  {
    let url = "postgresql://u:secret@x.rds.amazonaws.com:5432/cruddur"
    let world = ToolWorld(variables: ["CONNECTION_URL": source == "CONNECTION_URL" ? url : ""])
    let run = try await world.run(Self.tools[tool], source == "CONNECTION_URL" ? ["local"] : [source, url])
    #expect(run.status == 1 && run.stdout.isEmpty, "\(run)")
    #expect(
      run.stderr.contains(
        "\(source) means u@x.rds.amazonaws.com:5432/cruddur: x.rds.amazonaws.com is not a local"
      )
    )
    let name = Self.tools[tool].configuration.commandName ?? ""
    let command =
      source == "CONNECTION_URL" ? name : "\(name) \(source) postgresql://u@x.rds.amazonaws.com:5432/cruddur"
    #expect(run.stderr.contains("\n  \(command) prod\n"), "\(run)")
    #expect(!run.stderr.contains("secret"))
  }

  @Test(arguments: tools.indices)
  func `prod leaves a local database of CONNECTION_URL out`(tool: Int) async throws {
    let world = ToolWorld(variables: ["CONNECTION_URL": Self.nowhere])
    let run = try await world.run(Self.tools[tool], ["prod", "--yes"].filter { $0 == "prod" || tool != 0 })
    #expect(run.status == 1, "\(run)")
    #expect(
      run.stderr.contains("PROD_CONNECTION_URL is not set, and prod leaves out CONNECTION_URL"),
      "\(run)"
    )
    #expect(!run.stderr.contains("secret"))
  }

  @Test(arguments: [
    ("INSERT INTO t VALUES (1); insert into u select 2;", false), ("-- nothing", false),
    ("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", false),
    ("INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2", true),
    ("INSERT INTO t VALUES ('DO UPDATE') -- DO UPDATE", false),
    ("INSERT INTO t VALUES (1); UPDATE t SET a = 2;", true), ("DELETE FROM t", true), ("TRUNCATE t", true),
    ("WITH d AS (DELETE FROM t RETURNING a) INSERT INTO u SELECT a FROM d", true), ("DO 'BEGIN END'", true),
  ])
  func `db-seed in prod asks before a file that does more than add rows`(sql: String, asks: Bool) async throws
  {
    let folder = try TemporaryFolder()
    let file = try folder.file("x.sql", sql.utf8)
    let world = ToolWorld(variables: ["PROD_CONNECTION_URL": Self.nowhere])
    let run = try await world.run(DBSeed.self, ["prod", "--seed", file])
    #expect(run.status == 1)
    #expect(run.stderr.contains("db-seed prod --seed \(file) --confirm d\n") == asks, "\(run)")
    #expect(run.stderr.contains("cannot connect to") == !asks, "\(run)")
    let confirmed = try await world.run(DBSeed.self, ["prod", "--seed", file, "--confirm", "d"])
    #expect(confirmed.stderr.contains("cannot connect to"), "\(confirmed)")
  }

  @Test(arguments: tools.indices)
  func `prod without a production URL is an error`(tool: Int) async throws {
    let run = try await ToolWorld().run(Self.tools[tool], ["prod"])
    #expect(run.status == 1)
    #expect(run.stderr.contains("PROD_CONNECTION_URL"))
  }

  @Test func `in prod destroying data needs confirmation, and without it nothing is sent`() async throws {
    for tool in [DBDrop.self, DBSchemaLoad.self] as [any Tool.Type] {
      let variables = ["PROD_CONNECTION_URL": "postgresql://u:secret@db.example.com/cruddur"]
      let off = try await ToolWorld(variables: variables).run(tool, ["prod"])
      #expect(off.status == 1)
      #expect(off.stderr.contains("  \(tool.configuration.commandName ?? "") prod --yes\n"))
      let typed = ToolWorld(variables: variables, input: .typed(["no"], isTerminal: true), isTerminal: true)
      let no = try await typed.run(tool, ["prod"])
      #expect(no.status == 1)
      #expect(no.stderr.contains("not confirmed: nothing was sent"))
    }
  }

  @Test(arguments: [
    (DBSchemaLoad.self as any Tool.Type, "--schema"), (DBSeed.self, "--seed"),
  ])
  func `a file that is not there is named, and nothing is sent`(tool: any Tool.Type, option: String)
    async throws
  {
    let run = try await ToolWorld().run(tool, [option, "/nowhere/x.sql"])
    #expect(run.status == 1)
    #expect(run.stderr == "Error: cannot read /nowhere/x.sql: No such file or directory\n")
  }

  @Test(.needsPostgreSQL) func `a seed adds only users who are not there, and says so`() async throws {
    try await withDatabase { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      _ = try await world.run(DBSchemaLoad.self)
      for (arguments, stdout, note) in [
        (["--user", "Sama:My Name"], "INSERT 0 1\nINSERT 0 1\n", nil),
        ([], "INSERT 0 1\nINSERT 0 1\n", "there already, and not added: 'Sama'\n"),
        ([], "INSERT 0 0\nINSERT 0 0\n", "there already, and not added: 'phidel', 'Sama'\n"),
        (
          ["--user", "phidel", "--user", "@lore::lore@x.org"], "INSERT 0 1\nINSERT 0 0\n",
          "there already, and not added: 'phidel'\n"
        ),
      ] as [([String], String, String?)] {
        let run = try await world.run(DBSeed.self, arguments)
        #expect(run.status == 0 && run.stdout == stdout, "\(run)")
        if let note { #expect(run.stderr.contains(note), "\(run)") }
      }
      let rows = try database.connect().query(
        "SELECT handle || '|' || display_name || '|' || email AS row FROM public.users ORDER BY handle COLLATE \"C\"",
        to: "look"
      )
      #expect(
        try rows.map { try $0.text("row") } == [
          "Sama|My Name|Sama@example.com", "lore|lore|lore@x.org", "phidel|phidel|phidel@example.com",
        ]
      )
    }
  }

  @Test(arguments: [
    ("a b", "'a b' is not a handle"), ("a/b", "'a/b' is not a handle"), ("a@b", "'a@b' is not a handle"),
    ("x:y:notanemail", "'notanemail' is not an e-mail address"),
    ("x:y:a @b", "'a @b' is not an e-mail address"),
    ("x:a\tb", "the name of 'x' has control characters"),
  ])
  func `a user whom the app cannot have is refused, with the reason`(user: String, reason: String)
    async throws
  {
    let run = try await ToolWorld().run(DBSeed.self, ["--user", user])
    #expect(run.status == 64 && run.stdout.isEmpty && run.stderr.contains(reason), "\(run)")
  }

  @Test(arguments: [
    ["--user", ""], ["--user", ":name"], ["--user", "a", "--seed", "x.sql"], ["--user", "a", "--user", "@a"],
  ])
  func `users that cannot be added are wrong usage`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DBSeed.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }

  @Test(.needsPostgreSQL) func `a database is created, filled and dropped`() async throws {
    let name = TestDatabase.uniqueName()
    let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: name)])
    var output = ""
    for (tool, arguments) in [
      (DBCreate.self as any Tool.Type, []), (DBCreate.self, ["--if-not-exists"]), (DBSchemaLoad.self, []),
      (DBSeed.self, []), (DBDrop.self, []),
    ] {
      let run = try await world.run(tool, arguments)
      #expect(run.status == 0, "\(run)")
      output += run.stdout
    }
    #expect(output.hasPrefix("CREATE DATABASE\n"))
    #expect(output.contains("INSERT 0 2\n"))
    #expect(output.hasSuffix("DROP DATABASE\n"))
    #expect(try !TestDatabase.exists(name))
  }
}
