import Foundation
import TestSupport
import Testing

/// `docs/permissions.md` names what each tool asks of AWS: no less, and no more.
@Suite(.needsStack, .serialized, .inTurn) struct PermissionsTests {
  private static let table = "permissions-\(UUID().uuidString.lowercased())"
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  /// The rows of the page, and the commands that together do all that a row tells of, in an order in which
  /// each can work.
  private static let commands: [(row: String, commands: [[String]])] = [
    ("db-setup", [["db-setup"]]),
    ("db-update-cognito-user-ids", [["db-update-cognito-user-ids", "--add-missing"]]),
    ("cognito-list-users", [["cognito-list-users"]]),
    ("ddb-schema-load", [["ddb-schema-load"], ["ddb-schema-load", "--if-not-exists", "--stream"]]),
    ("ddb-list-tables", [["ddb-list-tables"]]),
    ("ddb-seed", [["ddb-seed"], ["ddb-seed", "--replace"]]),
    ("ddb-patterns get-conversations", [["ddb-patterns", "get-conversations"]]),
    ("export", [["ddb-patterns", "export", "--format", "html"]]),
    ("ddb-patterns list-conversations", [["ddb-patterns", "list-conversations"]]),
    (
      "ddb-patterns create-message",
      [["ddb-patterns", "create-message", "--group", group, "--from", "Sama", "hello"]]
    ),
    (
      "ddb-patterns create-message-group",
      [["ddb-patterns", "create-message-group", "--from", "Sama", "--to", "Zoe", "hello"]]
    ),
    ("cruddur-doctor", [["cruddur-doctor"]]),
    (
      "ddb-scan",
      [["ddb-scan"], ["ddb-scan", "--count"], ["ddb-scan", "--index", "message-group-sk-index"]]
    ),
    ("ddb-load", [["ddb-load", "items.jsonl"]]),
    ("ddb-setup", [["ddb-setup"]]),
    ("ddb-drop", [["ddb-drop", table]]),
  ]

  @Test func `the requests of each tool are those that the page names`() async throws {
    let page = try Permissions(Repository.text("docs/permissions.md"))
    try await withWorld { world in
      try await world.withDatabaseName { world, _ in
        var world = world
        _ = try await world.makePool(["phidel", "Sama", "Zoe"])
        world.environment["DDB_MESSAGE_TABLE"] = Self.table
        try world.file("items.jsonl", #"{"pk":"MSG#x","sk":"2023-01-01T00:00:00"}"# + "\n")
        for (row, commands) in Self.commands {
          var asked: Set<String> = []
          for command in commands {
            let run = try await world.run(command[0], command.dropFirst() + ["--verbose"])
            #expect(run.status == 0, "\(command): \(run.testDescription)")
            asked.formUnion(Permissions.operations(in: run.stderr))
          }
          #expect(asked == page.actions[row], "\(row)")
        }
      }
    }
  }

  @Test(arguments: [
    ("ddb-patterns tail", ["ddb-patterns", "tail"]),
    ("cruddur-messaging-stream", ["cruddur-messaging-stream", "--follow"]),
  ])
  func `the requests of the tools that follow a stream are those that the page names`(
    row: String,
    command: [String]
  ) async throws {
    let page = try Permissions(Repository.text("docs/permissions.md"))
    try await withWorld { world in
      let table = world.name("follow")
      try await world.loadTableWithStream(table)
      try await world.putGroup("g", ("ann", "bob"), into: table)
      try await world.put(World.message("hello", in: "g", at: 1, by: "ann"), into: table)
      let tool = try BackgroundTool(
        command[0],
        command.dropFirst() + ["--verbose", "--table", table],
        in: world
      )
      _ = try await tool.run { tool in
        try await wait(for: "what it does") {
          tool.stderr.contains("GetRecords http")
            && (row == "ddb-patterns tail" || tool.stderr.contains("TransactWriteItems http"))
        }
      }
      let asked = Permissions.operations(in: tool.stderr)
      // A transaction counts as PutItem here. It may also have a Delete, or an Update where a row has the
      // message's moment already.
      let rest: Set = row == "ddb-patterns tail" ? [] : ["UpdateItem", "DeleteItem"]
      #expect(asked.union(rest) == page.actions[row])
    }
  }
}

/// The part of docs/permissions.md that is about AWS.
private struct Permissions {
  /// The operations that each tool or command may call, such as `Scan`.
  private(set) var actions: [String: Set<String>] = [:]

  init(_ page: String) {
    for line in page.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      var found = Set(cells[1].matches(of: #/(dynamodb|cognito-idp):(\w+)/#).map { String($0.output.2) })
      for other in Self.names(in: cells[1]) {
        found.formUnion(actions[other] ?? actions["ddb-patterns \(other)"] ?? [])
      }
      for name in Self.names(in: cells[0]) { actions[name] = found }
    }
  }

  /// The words in backticks.
  private static func names(in cell: String) -> [String] {
    cell.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
  }

  /// The operations in the output of `--verbose`. A transaction counts as PutItem.
  static func operations(in log: String) -> Set<String> {
    let names = log.matches(of: #/(?m)^(\w+) http\S+ attempt /#).map { String($0.output.1) }
    return Set(names.map { $0 == "TransactWriteItems" ? "PutItem" : $0 })
  }
}
