import Foundation
import TestSupport
import Testing

/// PostgreSQL is down, refuses the user, or lacks what the tool needs.
@Suite(.needsStack, .serialized, .inTurn) struct BadDatabaseTests {
  /// Runs a command with a bad database, in a world whose messages table and pool are in order, and checks
  /// that it wrote nothing.
  private func expectFailure(
    of command: ToolCommand,
    naming words: [String],
    lines: Int = 2,
    more: [String] = [],
    in world: World,
    changes: [String: String?] = [:]
  ) async throws {
    try await ScriptedServer.with({ Self.answer($0) }) { server in
      let run = try await world.run(
        command,
        ["--quiet"] + (command.usesAWS ? ["--endpoint-url", server.url] : []) + more,
        changes: ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"].merging(changes) { $1 }
      )
      // db-setup tells which of its steps were done.
      run.expectFailure(naming: words, lines: lines + (command.tool == "db-setup" ? 1 : 0))
      #expect(server.requests.allSatisfy { $0.operation == "ListUsers" }, "\(server.requests)")
    }
  }

  /// Answers ListUsers with one user, and refuses every other operation.
  private static func answer(_ request: ReceivedRequest) -> Answer {
    guard request.operation == "ListUsers" else {
      return .reply(status: 400, body: #"{"__type": "Unexpected"}"#)
    }
    let attributes =
      #"[{"Name": "sub", "Value": "changed"}, {"Name": "preferred_username", "Value": "phidel"}]"#
    return .reply(status: 200, body: #"{"Users": [{"Username": "u", "Attributes": \#(attributes)}]}"#)
  }

  @Test(arguments: ToolCommand.postgres + ToolCommand.database)
  func `a server that is down is named`(command: ToolCommand) async throws {
    let socket = try Socket.bound()
    defer { socket.shutdown() }
    try await withWorld { world in
      try await expectFailure(
        of: command,
        naming: ["cannot connect to postgres@127.0.0.1:\(socket.port)/", "refused", "scripts/stack up"],
        in: world,
        changes: ["CONNECTION_URL": "postgresql://postgres:h8sh-hush@127.0.0.1:\(socket.port)/cruddur"]
      )
    }
  }

  @Test(arguments: ToolCommand.postgres + ToolCommand.database)
  func `a wrong password is reported and not shown`(command: ToolCommand) async throws {
    try await withWorld { world in
      let url = world.stack.postgres.replacingOccurrences(of: ":password@", with: ":h8sh-hush@")
      try await expectFailure(
        of: command,
        naming: ["cannot connect to postgres@", "password authentication failed", "CONNECTION_URL"],
        in: world,
        changes: ["CONNECTION_URL": url]
      )
      let flag = try await world.run(command, ["--connection-url", url])
      #expect(!flag.stderr.contains("h8sh-hush") && flag.status == 1, "\(flag)")
    }
  }

  @Test(arguments: ToolCommand.postgres + ["db-schema-load", "db-seed"].map { ToolCommand(tool: $0) })
  func `for a missing database the next step is the command that creates it`(command: ToolCommand)
    async throws
  {
    try await withWorld { world in
      try await expectFailure(
        of: command,
        naming: ["database \"no such\" does not exist", "db-create"],
        in: world,
        changes: ["CONNECTION_URL": TestDatabase.url(world.stack.postgres, database: "no such")]
      )
    }
  }

  @Test(arguments: ToolCommand.postgres)
  func `for a database without the table users the next step is the command that creates it`(
    command: ToolCommand
  )
    async throws
  {
    try await withWorld { world in
      try await world.withDatabase(isEmpty: true) { world, database in
        try await expectFailure(
          of: command,
          naming: ["users\" does not exist", "42P01", "db-schema-load"],
          in: world
        )
        let tables = try await database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        #expect(tables == ["0"])
      }
    }
  }

  @Test(arguments: ["nobody", "O'Neil \"x\"", "'; drop table users; --", "PHIDEL", "phidel ", "🦊", ""])
  func `an unknown handle is named`(handle: String) async throws {
    let options = [["ddb-seed", "--my-handle"], ["ddb-seed", "--other-handle"]]
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let before = try await database.users()
        for words in options {
          let seed = ToolCommand(tool: words[0])
          try await expectFailure(
            of: seed,
            naming: ["handle '\(handle)' not found", database.name, "'phidel'"],
            more: [words[1], handle],
            in: world
          )
        }
        let list = ToolCommand(tool: "ddb-patterns", arguments: ["list-conversations"])
        try await expectFailure(of: list, naming: ["'\(handle)'"], more: ["--handle", handle], in: world)
        #expect(try await database.users() == before)
      }
    }
  }

  @Test func `two users with one handle are an error`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        try await database.addUser(handle: "phidel")
        try await expectFailure(
          of: ToolCommand(tool: "ddb-seed"),
          naming: ["'phidel' names 2 users"],
          in: world
        )
      }
    }
  }

  @Test(arguments: [
    "not a url", "http://localhost/x", "postgresql://u:h8sh-hush@host:99999/d",
    "postgresql://u:h8sh-hush@host:x/d",
    "postgresql://u:h8sh%ZZhush@host/d", "postgresql://u:h8sh-hush@host/d?nonsense=1",
  ])
  func `an invalid URL is refused without its password`(url: String) async throws {
    try await withWorld { world in
      for command in ToolCommand.postgres + ToolCommand.database + [.server] {
        let run = try await world.run(
          command,
          ["--quiet"],
          changes: ["CONNECTION_URL": url, "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"]
        )
        run.expectFailure(naming: ["CONNECTION_URL"])
        #expect(!run.stderr.contains("h8sh"), "\(run)")
      }
    }
  }

  @Test(arguments: ToolCommand.postgres + ToolCommand.database + [.server])
  func `prod without a production database names both variables`(command: ToolCommand) async throws {
    try await withWorld { world in
      try await expectFailure(
        of: command,
        naming: ["PROD_CONNECTION_URL", "CONNECTION_URL"],
        more: ["prod"],
        in: world,
        changes: ["CONNECTION_URL": nil]
      )
    }
  }

  @Test(arguments: ToolCommand.postgres + ToolCommand.database)
  func `prod does not use a server without TLS`(command: ToolCommand) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        try await expectFailure(
          of: command,
          naming: ["cannot connect to", "SSL", "sslmode=disable"],
          more: ["prod"] + command.agreement,
          in: world,
          changes: ["PROD_CONNECTION_URL": database.url]
        )
        #expect(try await database.users().contains("phidel|e0b69ea1-57e2-42ad-8025-dd372666785d"))
      }
    }
  }

  @Test(arguments: ToolCommand.postgres + ToolCommand.database)
  func `a server that is not PostgreSQL is recognised`(command: ToolCommand) async throws {
    let socket = try Socket.listening()
    defer { socket.shutdown() }
    Thread.detachNewThread {
      while let connection = socket.accept() {
        _ = connection.receive()
        connection.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n<html></html>".utf8))
        connection.shutdown()
      }
    }
    try await withWorld { world in
      try await expectFailure(
        of: command,
        naming: ["cannot connect to postgres@127.0.0.1:\(socket.port)/"],
        in: world,
        changes: ["CONNECTION_URL": "postgresql://postgres:h8sh-hush@127.0.0.1:\(socket.port)/cruddur"]
      )
    }
  }
}
