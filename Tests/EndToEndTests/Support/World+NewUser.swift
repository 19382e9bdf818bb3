import Foundation

extension World {
  /// Gives the world the state after `scripts/stack up`: the tools are on the PATH, the addresses are in
  /// `.stack/env`, and nothing else is configured.
  mutating func becomeNewUser() throws {
    let names = [
      "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "CONNECTION_URL",
      "AWS_COGNITO_USER_POOL_ID",
    ]
    let variables = names.map { "export \($0)='\(environment[$0] ?? "")'\n" }
    try file(".stack/env", variables.joined())
    try putToolsOnPath()
    for name in names + ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
      environment[name] = nil
    }
    environment["TZ"] = "UTC"
  }

  mutating func putToolsOnPath() throws {
    environment["PATH"] = "\(try Binaries.toolFolder()):\(environment["PATH"] ?? "")"
  }
}

extension Binaries {
  /// The folder that has all tools.
  static func toolFolder() throws -> String {
    URL(filePath: try path(of: "ddb-scan")).deletingLastPathComponent().path
  }
}
