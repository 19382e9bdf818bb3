import Foundation
import TestSupport
import Testing

/// On a terminal: colours, and a question before production data is destroyed.
@Suite(.needsStack, .serialized, .inTurn) struct TerminalTests {
  @Test func `list-tables is coloured as the AWS CLI colours it`() async throws {
    try await withWorld(region: Regions.next()) { world in
      for name in ["cruddur-messages", "abc", "a.much-longer_name-than-the-title"] {
        try await world.createTable(name)
      }
      let ours = try await world.runOnTerminal("ddb-list-tables")
      let aws = URL(filePath: world.stack.python).deletingLastPathComponent().appending(path: "aws").path
      let theirs = try await world.runOnTerminal(
        aws,
        ["dynamodb", "list-tables", "--query", "TableNames", "--output", "table"],
        changes: ["AWS_DEFAULT_REGION": world.dynamoDB.region, "AWS_ENDPOINT_URL": world.stack.dynamoDB]
      )
      #expect(theirs.status == 0 && theirs.output.contains("\u{1B}["), "the AWS CLI itself shows no colours")
      // Its Python library resets the colours twice after each write, which shows nothing.
      let shown = theirs.output.replacingOccurrences(of: "\u{1B}[0m\u{1B}[0m", with: "")
      #expect(ours.output == shown)
      #expect(ours.status == 0)
    }
  }

  /// Variables, and whether a terminal is coloured with them. Set to nothing, a variable counts as unset.
  private static let settings: [(changes: [String: String?], isColoured: Bool)] = [
    (["NO_COLOR": "1"], false), (["NO_COLOR": "0"], false), (["NO_COLOR": ""], true), ([:], true),
    (["TERM": "dumb"], false), (["TERM": "vt100"], true), (["TERM": ""], true), (["TERM": nil], true),
    (["TERM": "dumb", "NO_COLOR": ""], false),
  ]

  @Test func `NO_COLOR and a dumb terminal switch the colours off, on stdout and on stderr`() async throws {
    let nobody = try Socket.bound()
    defer { nobody.shutdown() }
    try await withWorld(region: Regions.next()) { world in
      try await world.createTable("cruddur-messages")
      let bare = try await world.output(of: "ddb-list-tables").replacingOccurrences(of: "\n", with: "\r\n")
      let url = "postgresql://postgres@127.0.0.1:\(nobody.port)/cruddur"
      for (changes, isColoured) in Self.settings {
        let run = try await world.runOnTerminal("ddb-list-tables", changes: changes)
        #expect((run.output == bare) == !isColoured, "\(changes): \(run)")
        let cell = "\u{1B}[1m\u{1B}[34mcruddur-messages"
        #expect(run.output.contains(cell) == isColoured, "\(changes): \(run)")
        let setup = try await world.runOnTerminal("db-setup", ["--connection-url", url], changes: changes)
        let label = isColoured ? "\u{1B}[1;36m==== db-setup\u{1B}[0m\r\n" : "==== db-setup\r\n"
        #expect(setup.output.contains(label), "\(changes): \(setup)")
        #expect(setup.output.contains("\u{1B}[1;36m") == isColoured, "\(changes): \(setup)")
      }
    }
  }

  @Test func `without a terminal nothing is coloured`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("bare")
        try await world.createTable(table)
        let runs = [
          try await world.run("ddb-seed", ["--table", table]),
          try await world.run("ddb-scan", ["--table", table]),
          try await world.run("ddb-list-tables"),
          try await world.run("ddb-patterns", ["get-conversations", "--table", table]),
          try await world.run("ddb-drop", [table]),
        ]
        for run in runs {
          #expect(run.status == 0, "\(run)")
          #expect(!run.output.contains(0x1B) && !run.stderr.contains("\u{1B}"), "\(run)")
          #expect(!run.stderr.contains("\r"), "\(run)")
        }
      }
    }
  }

  struct Answer: Sendable {
    let typed: String
    let status: Int32
    let isKept: Bool
  }

  @Test(arguments: [
    Answer(typed: "NAME\n", status: 0, isKept: false),
    Answer(typed: "y\n", status: 1, isKept: true),
    Answer(typed: "\n", status: 1, isKept: true),
    Answer(typed: "cruddur-messages\n", status: 1, isKept: true),
    Answer(typed: "\u{4}", status: 1, isKept: true),
    Answer(typed: TerminalRun.controlC, status: 130, isKept: true),
  ])
  func `ddb-drop in prod asks for the table's name`(answer: Answer) async throws {
    try await withWorld { world in
      let table = world.name("asked")
      try await world.createTable(table)
      let run = try await world.runOnTerminal(
        "ddb-drop",
        [table, "prod", "--endpoint-url", world.stack.dynamoDB],
        steps: [
          .on("type \(table) to confirm: ", type: answer.typed.replacingOccurrences(of: "NAME", with: table))
        ]
      )
      #expect(run.status == answer.status, "\(run)")
      #expect(run.output.contains("delete the table \(table), and all its items, in DynamoDB at"))
      #expect(run.output.contains("nothing was sent") == (answer.status == 1), "\(run)")
      #expect(try await world.tables().contains(table) == answer.isKept)
      #expect(run.isPrompt || !answer.isKept, "\(run)")
    }
  }

  @Test(
    arguments: [
      Answer(typed: "NAME\n", status: 0, isKept: false),
      Answer(typed: "yes\n", status: 1, isKept: true),
      Answer(typed: TerminalRun.controlC, status: 130, isKept: true),
    ],
    ["db-drop", "db-schema-load", "db-setup"]
  )
  func `what destroys production data asks for the database's name`(answer: Answer, tool: String) async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        try await database.addUser(handle: "precious")
        let run = try await world.runOnTerminal(
          tool,
          ["prod"],
          steps: [
            .on(
              "type \(database.name) to confirm: ",
              type: answer.typed.replacingOccurrences(of: "NAME", with: database.name)
            )
          ],
          changes: ["CONNECTION_URL": nil, "PROD_CONNECTION_URL": "\(database.url)?sslmode=disable"]
        )
        #expect(run.status == answer.status, "\(run)")
        #expect(
          run.output.contains("the database postgres@") || run.output.contains("tables of the database")
        )
        #expect(run.output.contains("nothing was sent") == (answer.status == 1), "\(run)")
        let users = try await database.exists() ? database.users() : []
        #expect(users.contains("precious|none") == answer.isKept)
      }
    }
  }

  @Test func `--yes answers for the database's name`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let changes = ["PROD_CONNECTION_URL": "\(database.url)?sslmode=disable"]
        for tool in ["db-schema-load", "db-setup", "db-drop"] {
          try await world.output(of: tool, ["prod", "--yes"], changes: changes)
        }
        #expect(try await !database.exists())
      }
    }
  }

  @Test func `--yes and local runs are not asked, and a script confirms with the table's name`() async throws
  {
    try await withWorld { world in
      let prod = ["prod", "--endpoint-url", world.stack.dynamoDB]
      for (number, options) in [prod + ["--yes"], []].enumerated() {
        let table = world.name("unasked\(number)")
        try await world.createTable(table)
        let run = try await world.runOnTerminal("ddb-drop", [table] + options)
        #expect(run.status == 0 && !run.output.contains("confirm"), "\(run)")
      }
      let table = world.name("script")
      try await world.createTable(table)
      let refused = try await world.run("ddb-drop", [table] + prod)
      #expect(refused.status == 1 && refused.stderr.contains("--confirm \(table)"), "\(refused)")
      #expect(try await world.tables().contains(table))
      try await world.output(of: "ddb-drop", [table, "--confirm", table] + prod)
      #expect(try await !world.tables().contains(table))
    }
  }

  @Test(arguments: ["db-drop", "db-schema-load", "db-setup"])
  func `without a terminal the db tools refuse to destroy production data`(tool: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let url = "\(database.url)?sslmode=disable"
        let before = try await database.users()
        let run = try await world.run(tool, ["prod", "--quiet"], changes: ["PROD_CONNECTION_URL": url])
        run.expectFailure(naming: [database.name, "--yes", "--confirm", "Nothing was sent"])
        #expect(try await database.users() == before)
      }
    }
  }
}
