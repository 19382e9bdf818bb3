import Foundation
import TestSupport
import Testing

/// Which libraries the executables load at their start.
@Suite(.inTurn) struct LinkedLibrariesTests {
  private static let awsOnly = tools(with: "AWS", without: "Postgres")
  private static let postgresOnly = tools(with: "Postgres", without: "AWS")

  /// The tools of the manifest that use one module, and not another one.
  private static func tools(with module: String, without other: String) -> [String] {
    ((try? Repository.tools()) ?? [:]).filter { $0.value.contains(module) && !$0.value.contains(other) }
      .keys.sorted()
  }

  @Test func `there are tools of both kinds`() {
    #expect(Self.awsOnly.contains("ddb-scan") && Self.postgresOnly.contains("db-create"))
  }

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
