import Foundation
import TestSupport
import Testing

/// Which libraries the executables load at their start.
@Suite(.inTurn) struct LinkedLibrariesTests {
  // RegistrationTests compares these lists with the manifest.
  private static let awsOnly = [
    "cognito-list-users", "cruddur-messaging-stream", "ddb-drop", "ddb-list-tables", "ddb-load", "ddb-scan",
    "ddb-schema-load",
  ]
  private static let postgresOnly = ["db-create", "db-drop", "db-schema-load", "db-seed"]

  private func libraries(of tool: String) async throws -> [String] {
    let command = Command(
      program: "/usr/bin/env",
      arguments: ["readelf", "-d", try Binaries.path(of: tool)],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      folder: FileManager.default.temporaryDirectory
    )
    let run = try await command.run()
    try #require(run.status == 0, "\(run)")
    return run.stdout.matches(of: #/\(NEEDED\).*\[(.*)\]/#).map { String($0.output.1) }
  }

  @Test(arguments: awsOnly)
  func `a tool that uses AWS only does not load libpq`(tool: String) async throws {
    let libraries = try await libraries(of: tool)
    #expect(libraries.contains { $0.hasPrefix("libcurl") })
    #expect(!libraries.contains { $0.hasPrefix("libpq") })
  }

  @Test func `only the API's server loads libmicrohttpd`() async throws {
    for tool in ["ddb-seed", "ddb-patterns", "cruddur-messaging-stream", "cruddur-api"] {
      let libraries = try await libraries(of: tool)
      #expect(libraries.contains { $0.hasPrefix("libmicrohttpd") } == (tool == "cruddur-api"), "\(tool)")
    }
  }

  @Test(arguments: postgresOnly)
  func `a tool that uses PostgreSQL only does not load libcurl`(tool: String) async throws {
    let libraries = try await libraries(of: tool)
    #expect(libraries.contains { $0.hasPrefix("libpq") })
    #expect(!libraries.contains { $0.hasPrefix("libcurl") })
  }
}
