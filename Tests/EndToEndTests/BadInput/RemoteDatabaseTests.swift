import Foundation
import TestSupport
import Testing

/// A local run uses no remote database, from whichever source libpq would take it.
@Suite(.needsStack, .serialized, .inTurn) struct RemoteDatabaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var changes: [String: String?]
    var service: String?
    let host: String
    var testDescription: String { "\(changes) \(service ?? "")" }
  }

  /// Reserved addresses (RFC 5737); a connection to one would last until its timeout.
  private static let url = "postgresql://u:p@/cruddur?connect_timeout=30"

  static let cases = [
    Case(changes: ["CONNECTION_URL": "postgresql://u:p@198.51.100.1/cruddur"], host: "198.51.100.1"),
    Case(changes: ["CONNECTION_URL": url, "PGHOST": "198.51.100.1"], host: "198.51.100.1"),
    Case(changes: ["CONNECTION_URL": nil, "PGHOSTADDR": "198.51.100.2"], host: "198.51.100.2"),
    Case(
      changes: ["CONNECTION_URL": "\(url)&service=week5"],
      service: "[week5]\nhost=x.rds.example.com\n",
      host: "x.rds.example.com"
    ),
    Case(
      changes: ["CONNECTION_URL": "\(url)&host=localhost", "PGSERVICE": "week5"],
      service: "[week5]\nhostaddr=198.51.100.3\n",
      host: "198.51.100.3"
    ),
    Case(
      changes: ["CONNECTION_URL": "\(url)&service=week5"],
      service: "[week5]\nhost=tunnel.rds.example.com\nhostaddr=127.0.0.1\n",
      host: "tunnel.rds.example.com"
    ),
  ]

  @Test(arguments: cases)
  func `a remote host is refused, from whichever source`(example: Case) async throws {
    try await withWorld { world in
      var changes = example.changes
      if let service = example.service { changes["PGSERVICEFILE"] = try world.file("services", service) }
      for command in ToolCommand.postgres + ToolCommand.database + [.server] {
        let run = try await world.run(
          command,
          ["--quiet"],
          changes: changes.merging(Self.pool) { $1 }
        )
        #expect(run.status == 1 && run.stdout.isEmpty, "\(run)")
        #expect(run.stderr.contains(": \(example.host) is not a local host, and this run is local"), "\(run)")
        #expect(run.stderr.contains(" prod\n"), "\(run)")
      }
    }
  }

  private static let pool: [String: String?] = ["AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI"]

  @Test func `the settings of a service are used and shown`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let parts = try #require(URLComponents(string: database.url))
        let service =
          "[here]\nhost=\(parts.host ?? "")\nport=\(parts.port ?? 0)\nuser=postgres\npassword=password\n"
        let changes = [
          "CONNECTION_URL": "service=here dbname=\(database.name)",
          "PGSERVICEFILE": try world.file("services", service),
        ]
        let run = try await world.run("db-seed", changes: changes)
        #expect(run.status == 0, "\(run)")
        let place = "\(parts.host ?? ""):\(parts.port ?? 0)"
        #expect(run.stderr.hasPrefix("postgres: postgres@\(place)/\(database.name)\n"), "\(run)")
      }
    }
  }
}
