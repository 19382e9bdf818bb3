import Testing

/// The commands that the tests of bad input run.
struct ToolCommand: Sendable, CustomTestStringConvertible {
  let tool: String
  var arguments: [String] = []
  /// The operation of its first request.
  var operation = ""
  var usesPostgres = false
  /// How it agrees to destroy data in production, where it asks.
  var agreement: [String] = []

  /// Whether it takes `--endpoint-url`.
  var usesAWS: Bool { !operation.isEmpty }

  var testDescription: String { ([tool] + arguments).joined(separator: " ") }

  static let dynamoDB = [
    ToolCommand(tool: "ddb-list-tables", operation: "ListTables"),
    ToolCommand(tool: "ddb-scan", operation: "Scan"),
    ToolCommand(tool: "ddb-schema-load", operation: "CreateTable"),
    ToolCommand(
      tool: "ddb-drop",
      arguments: ["cruddur-messages"],
      operation: "DeleteTable",
      agreement: ["--yes"]
    ),
    ToolCommand(tool: "ddb-seed", operation: "DescribeTable", usesPostgres: true),
    ToolCommand(tool: "ddb-load", arguments: ["/dev/null"], operation: "DescribeTable", agreement: ["--yes"]),
    ToolCommand(tool: "ddb-patterns", arguments: ["get-conversations"], operation: "Query"),
    ToolCommand(
      tool: "ddb-patterns",
      arguments: ["list-conversations"],
      operation: "Query",
      usesPostgres: true
    ),
    ToolCommand(tool: "ddb-patterns", arguments: ["tail"], operation: "DescribeTable"),
    ToolCommand(tool: "cruddur-messaging-stream", arguments: ["--follow"], operation: "DescribeTable"),
  ]

  static let cognito = [
    ToolCommand(tool: "cognito-list-users", operation: "ListUsers"),
    ToolCommand(
      tool: "db-update-cognito-user-ids",
      operation: "ListUsers",
      usesPostgres: true,
      agreement: ["--yes"]
    ),
  ]

  /// The commands that make the database, so that they need none.
  static let database = [
    ToolCommand(tool: "db-create"),
    ToolCommand(tool: "db-drop", agreement: ["--yes"]),
    ToolCommand(tool: "db-schema-load", agreement: ["--yes"]),
    ToolCommand(tool: "db-seed"),
    setup,
  ]

  static let setup = ToolCommand(tool: "db-setup", operation: "ListUsers", agreement: ["--yes"])

  /// The commands that work on existing rows.
  static let postgres = (dynamoDB + cognito).filter(\.usesPostgres)

  static let tableSetup = ToolCommand(
    tool: "ddb-setup",
    operation: "DeleteTable",
    usesPostgres: true,
    agreement: ["--yes"]
  )

  /// It serves until it is stopped, also while its stores fail. Here it ends in any case: the address is not
  /// this machine's (RFC 5737), and it looks at all that is configured before it listens.
  static let server = ToolCommand(
    tool: "cruddur-api",
    arguments: ["--port", "0", "--listen", "192.0.2.1"],
    operation: "DescribeTable",
    usesPostgres: true
  )

  static let all = dynamoDB + cognito + database + [tableSetup, server]
}

extension World {
  func run(
    _ command: ToolCommand,
    _ more: [String] = [],
    changes: [String: String?] = [:]
  ) async throws -> Run {
    try await run(command.tool, command.arguments + more, changes: changes)
  }

  /// A world, with a database where the command needs one.
  func with(_ command: ToolCommand, _ body: (World, TestDatabase?) async throws -> Void) async throws {
    guard command.usesPostgres else { return try await body(self, nil) }
    try await withDatabase { world, database in try await body(world, database) }
  }
}
