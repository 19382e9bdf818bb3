import Foundation
import TestSupport
import Testing

/// `db-create`, `db-drop`, `db-schema-load` and `db-seed`, checked by psql and pg_dump.
@Suite(.needsStack, .serialized, .inTurn) struct DatabaseTests {
  /// Names that a careless statement, a shell or a URL would take for something else.
  static let hostileNames = ["a\"b", "'; drop table users; --", "🙂 é", "a b", "UPPER", "a/b?c#d%20", "$1"]

  @Test(arguments: ["e2e"] + hostileNames)
  func `a database of any name is created as psql creates one, and only it is dropped`(stem: String)
    async throws
  {
    try await withWorld { world in
      try await world.withDatabaseName(stem) { world, database in
        let created = try await world.run("db-create")
        #expect(created.status == 0 && created.stdout == "CREATE DATABASE\n", "\(created)")
        #expect(created.stderr.contains("postgres: postgres@"))
        let properties = "datdba, encoding, datcollate, datctype, datconnlimit, datacl"
        try await world.withDatabaseName("psql") { _, other in
          try await other.onServer("CREATE DATABASE \(TestDatabase.quotedName(other.name))")
          #expect(try await Set(database.namesOfThisTest()) == [database.name, other.name])
          let names = [database.name, other.name].map(TestDatabase.quoted).joined(separator: ", ")
          let rows = try await other.onServer(
            "SELECT DISTINCT \(properties) FROM pg_database WHERE datname IN (\(names))"
          )
          #expect(rows.count == 1)

          try await world.output(of: "db-schema-load")
          try await world.output(of: "db-seed")
          #expect(try await database.users().count == 2)
          let dropped = try await world.run("db-drop")
          #expect(dropped.status == 0 && dropped.stdout == "DROP DATABASE\n", "\(dropped)")
          #expect(try await database.namesOfThisTest() == [other.name])
          let again = try await world.run("db-drop")
          #expect(again.status == 0 && again.stderr.contains("NOTICE:"), "\(again)")
          #expect(again.stderr.contains("does not exist, skipping"))
          #expect(try await database.namesOfThisTest() == [other.name])
        }
      }
    }
  }

  @Test func `an existing database is an error, except with --if-not-exists`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.dump()
        let run = try await world.run("db-create", ["--quiet"])
        run.expectFailure(naming: [database.name, "42P04", "db-drop", "db-create --if-not-exists"])
        let kept = try await world.run("db-create", ["--if-not-exists"])
        #expect(kept.status == 0 && kept.stderr.contains("\(database.name) is there already"), "\(kept)")
        #expect(try await database.dump() == before)
      }
    }
  }

  @Test func `the schema and the seed are those of psql, and so is what is printed`() async throws {
    try await withWorld { world in
      try await world.withDatabaseName("psql") { _, expected in
        try await expected.onServer("CREATE DATABASE \(expected.name) TEMPLATE template0")
        try await world.withDatabase(isEmpty: true) { world, database in
          for (tool, option, file) in [
            ("db-schema-load", "--schema", "schema.sql"), ("db-seed", "--seed", "seed.sql"),
          ] {
            for arguments in [[], [option, Repository.fixture(file)]] {
              let psql = try await world.run(
                program: "/usr/bin/env",
                ["psql", "-X", "-w", "-d", expected.url, "-f", Repository.fixture(file)]
              )
              #expect(try await world.output(of: tool, arguments) == psql.stdout)
            }
          }
          try await world.output(of: "db-schema-load")
          try await world.output(of: "db-seed")
          #expect(try await database.dump("--schema-only") == expected.dump("--schema-only"))
          let rows = """
            SELECT display_name, users.handle, email, cognito_user_id, message, replies_count, reposts_count, likes_count,
              reply_to_activity_uuid, activities.expires_at - activities.created_at, now() - users.created_at < '1 minute'
            FROM users LEFT JOIN activities ON users.uuid = user_uuid ORDER BY users.handle
            """
          #expect(try await database.rows(rows) == expected.rows(rows))
          #expect(try await database.rows(rows).count == 2)
        }
      }
    }
  }

  @Test func `a session in the database keeps it from being dropped and is named, except with --force`()
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let kept = try await database.whileConnected {
          let run = try await world.run("db-drop", ["--quiet"])
          // The server waits five seconds for the others to go.
          let words = ["55006", "1 other session", "somebody's psql of postgres at", "pid", "--force"]
          run.expectFailure(naming: [database.name] + words, within: 20)
          #expect(try await database.users().count == 2)
        }
        #expect(kept.status != 0)
        let ended = try await database.whileConnected {
          let run = try await world.run("db-drop", ["--force"])
          #expect(run.status == 0 && run.stdout == "DROP DATABASE\n", "\(run)")
        }
        #expect(ended.status == 2 && ended.stderr.contains("terminating connection"), "\(ended)")
        #expect(try await !database.exists())
        // The end of the test drops it.
        try await world.output(of: "db-create")
      }
    }
  }

  @Test(arguments: ["postgres", "template0", "template1"])
  func `the server's own databases are not dropped`(name: String) async throws {
    try await withWorld { world in
      for arguments in [["--quiet"], ["--quiet", "--force"]] {
        let run = try await world.run(
          "db-drop",
          arguments,
          changes: ["CONNECTION_URL": TestDatabase.url(world.stack.postgres, database: name)]
        )
        run.expectFailure(naming: [name, "not dropped", "CONNECTION_URL"])
      }
    }
  }

  @Test func `any database name, user and password may be in the URL`() async throws {
    let password = "p@ss/w:rd%?#&=é' \"x"
    try await withWorld { world in
      try await world.withDatabaseName("cruddur") { world, database in
        let role = TestDatabase.quotedName("cruddur")
        try await database.onServer(
          "CREATE ROLE \(role) LOGIN CREATEDB PASSWORD \(TestDatabase.quoted(password))"
        )
        do {
          for url in try await Self.urls(of: database, user: "cruddur", password: password) {
            let changes = ["CONNECTION_URL": url]
            for tool in ["db-create", "db-schema-load", "db-seed"] {
              let run = try await world.run(tool, changes: changes)
              #expect(run.status == 0, "\(url): \(run)")
              #expect(run.stderr.contains("postgres: cruddur@") && !run.stderr.contains("p@ss"), "\(run)")
            }
            #expect(try await database.users().count == 2)
            try await world.output(of: "db-drop", changes: changes)
            #expect(try await !database.exists())
          }
        } catch {
          try await Self.dropRole(role, database)
          throw error
        }
        try await Self.dropRole(role, database)
      }
    }
  }

  private static func dropRole(_ role: String, _ database: TestDatabase) async throws {
    try await database.onServer(
      "DROP DATABASE IF EXISTS \(TestDatabase.quotedName(database.name)) WITH (FORCE)"
    )
    try await database.onServer("DROP ROLE \(role)")
  }

  /// The ways to write one database: over TCP, over the socket and over IPv6 where the server has them.
  private static func urls(of database: TestDatabase, user: String, password: String) async throws -> [String]
  {
    let encoded = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let login = "postgresql://\(user):\(encoded)@"
    let server = try #require(URLComponents(string: database.world.stack.postgres))
    let port = try #require(server.port)
    var urls = ["", "?sslmode=disable", "?sslmode=prefer&connect_timeout=5"].map {
      "\(login)127.0.0.1:\(port)/\(database.name)\($0)"
    }
    urls.append("\(login)127.0.0.1:\(port)/other?dbname=\(database.name)")
    let quoted = password.replacingOccurrences(of: "'", with: "\\'")
    urls.append("host=127.0.0.1 port=\(port) user=\(user) password='\(quoted)' dbname=\(database.name)")
    let settings = try await database.onServer(
      "SELECT split_part(current_setting('unix_socket_directories'), ',', 1)"
    )
    if let folder = settings.first, !folder.isEmpty {
      let host = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      urls.append("\(login)\(host):\(port)/\(database.name)")
      urls.append("\(login)/\(database.name)?host=\(folder)&port=\(port)")
    }
    let six = try await database.world.run(
      program: "/usr/bin/env",
      ["psql", "-X", "-w", "-d", "postgresql://postgres:password@[::1]:\(port)/postgres", "-c", "SELECT 1"]
    )
    if six.status == 0 { urls.append("\(login)[::1]:\(port)/\(database.name)") }
    return urls
  }

  @Test func `a service file is read, and in prod may say that it does without TLS`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let server = try #require(URLComponents(string: world.stack.postgres))
        let service = """
          [plain]
          host=127.0.0.1
          port=\(server.port ?? 0)
          user=postgres
          password=password
          """
        let file = try world.file(
          "services",
          "\(service)\nsslmode=disable\n\n\(service.replacing("plain", with: "silent"))\n"
        )
        var changes: [String: String?] = ["PGSERVICEFILE": file]
        changes["PROD_CONNECTION_URL"] = "service=plain dbname=\(database.name)"
        try await world.output(of: "db-seed", ["prod"], changes: changes)
        #expect(try await database.users().count == 2)
        changes["PROD_CONNECTION_URL"] = "service=silent dbname=\(database.name)"
        let run = try await world.run("db-seed", ["prod", "--quiet"], changes: changes)
        run.expectFailure(naming: [
          "postgres@127.0.0.1:\(server.port ?? 0)/\(database.name)", "SSL", "sslmode=disable",
        ])
        #expect(try await database.users().count == 2)
      }
    }
  }

  @Test func `a reader that has gone, and a full disk, do not undo the work`() async throws {
    try await withWorld { world in
      try await world.withDatabaseName { world, database in
        var world = world
        let subs = try await world.makePool(["phidel"])
        let tools = [
          "db-create", "db-schema-load", "db-seed", "db-update-cognito-user-ids", "db-drop", "db-setup",
        ]
        for tool in tools {
          let path = try Binaries.path(of: tool)
          let closed = "exec 3> >(:); wait $!; exec '\(path)' --quiet >&3"
          let run = try await world.run(program: "/usr/bin/env", ["bash", "-c", closed])
          #expect(run.status == 0 && run.stderr == "", "\(tool): \(run)")
        }
        #expect(try await database.users().contains("phidel|\(subs[0])"))
        for tool in tools.dropFirst() {
          let full = "exec '\(try Binaries.path(of: tool))' --quiet > /dev/full"
          let run = try await world.run(program: "/usr/bin/env", ["bash", "-c", full])
          run.expectFailure(naming: ["cannot write to stdout", "is done all the same"])
        }
        #expect(try await database.users().contains("phidel|\(subs[0])"))
      }
    }
  }
}
