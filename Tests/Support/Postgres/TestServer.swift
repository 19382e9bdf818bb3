import FoundationEssentials
import Testing
import Toolkit

@testable import Postgres

/// The PostgreSQL that `TEST_STACK_POSTGRES_URL` names: a maintenance database, whose user may create others.
package enum TestServer {
  package static let url = ProcessInfo.processInfo.environment["TEST_STACK_POSTGRES_URL"]

  /// The server's URL with other parts, such as a wrong password.
  package static func url(
    user: String = "postgres",
    password: String = "password",
    port: Int? = nil,
    database: String = "postgres",
    parameters: String = ""
  ) throws -> String {
    let server = try ConnectionParameters(parsing: #require(url))
    let host = try #require(server["host"])
    let port = try port.map(String.init) ?? #require(server["port"])
    let end = parameters.isEmpty ? "" : "?\(parameters)"
    return "postgresql://\(percentEncoded(user)):\(percentEncoded(password))@\(host):\(port)/"
      + percentEncoded(database) + end
  }

  /// The folder and the port of the server's Unix socket, where it has one.
  package static func socket() throws -> (folder: String, port: String)? {
    guard let url else { return nil }
    let server = try PostgresConnection(to: .test(url), console: .silent)
    let rows = try server.query(
      "SELECT current_setting('unix_socket_directories') AS folders, current_setting('port') AS port",
      to: "ask"
    )
    let row = try #require(rows.first)
    guard let folder = try row.text("folders").split(separator: ",").first else { return nil }
    return try (String(folder), row.text("port"))
  }

  /// Every byte but letters and digits as %XX, so that any name is safe anywhere in a URL.
  package static func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.properties.isASCIIHexDigit || (97...122).contains(byte | 32)
      let hex = String(byte, radix: 16, uppercase: true)
      encoded += isPlain && byte < 128 ? String(scalar) : "%" + (hex.count == 1 ? "0" : "") + hex
    }
  }
}

extension Trait where Self == ConditionTrait {
  package static var needsPostgreSQL: Self {
    .enabled(if: TestServer.url != nil, "needs PostgreSQL: scripts/test starts one")
  }
}

extension ConnectionTarget {
  /// A target as a tool finds it, from a URL and nothing else.
  package static func test(_ url: String, stage: Stage = .local) throws -> ConnectionTarget {
    try ConnectionTarget(url: url, stage: stage, environment: Environment([:]), tool: "tests")
  }
}

/// Runs `work` and returns the error it ends with.
package func postgresError(_ work: () throws -> Void) throws -> ToolError {
  try #require(#expect(throws: ToolError.self) { try work() })
}

/// Starts `work`, which blocks its thread, away from the few threads that all tests share.
package func blockingTask(_ work: @escaping @Sendable () throws -> Void) -> Task<Void, any Error> {
  Task(executorPreference: OwnThread()) { try work() }
}
