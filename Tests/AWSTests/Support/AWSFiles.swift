import TestSupport
import Toolkit

@testable import AWS

/// The AWS CLI's two configuration files in a folder of their own.
struct AWSFiles {
  private let folder: TemporaryFolder
  let variables: [String: String]

  init(config: String? = nil, credentials: String? = nil) throws {
    folder = try TemporaryFolder()
    if let config { _ = try folder.file("config", config.utf8) }
    if let credentials { _ = try folder.file("credentials", credentials.utf8) }
    variables = [
      "AWS_CONFIG_FILE": folder.path(of: "config"),
      "AWS_SHARED_CREDENTIALS_FILE": folder.path(of: "credentials"),
    ]
  }

  /// The files' environment with more variables in it.
  func environment(_ more: [String: String] = [:]) -> Environment {
    Environment(variables.merging(more) { $1 })
  }

  func profile(_ flag: String? = nil, _ more: [String: String] = [:]) throws -> Profile {
    try Profile(flag: flag, environment: environment(more))
  }
}
