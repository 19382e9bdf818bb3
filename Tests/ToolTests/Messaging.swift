import AWS
import Postgres
import TestSupport
import Testing

@testable import ddb_patterns

/// A table in memory, and a real PostgreSQL with three users.
struct Messaging {
  /// The group of ann and bob.
  static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  let table: MemoryTable
  let database: TestDatabase
  /// The users' uuids by their handles.
  let ids: [String: String]

  func run(_ arguments: String..., sends operations: [String]? = nil) async throws -> ToolRun {
    let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
    let run = try await world.run(DDBPatterns.self, arguments, table.transport)
    if let operations { #expect(run.operations == operations, "\(run)") }
    return run
  }

  func addGroup(_ owner: String, _ partner: String, at moment: String = "2023-03-26T00:00:00") {
    table.put([
      "pk": "GRP#\(ids[owner] ?? "")", "sk": moment, "message_group_uuid": Self.group,
      "message": "first", "user_uuid": ids[partner] ?? "", "user_display_name": partner.uppercased(),
      "user_handle": partner,
    ])
  }
}

/// Runs `body` with users ann, bob and cid.
func withMessaging(
  _ table: MemoryTable = MemoryTable(),
  _ body: (Messaging) async throws -> Void
) async throws {
  try await withDatabase(users: ["ann", "bob", "cid"].map { (handle: $0, sub: $0) }) { database in
    let rows = try database.connect().query("SELECT uuid, handle FROM public.users", to: "look")
    let ids = try rows.map { row in try (row.text("handle"), row.text("uuid")) }
    try await body(Messaging(table: table, database: database, ids: Dictionary(ids) { $1 }))
  }
}
