import FoundationEssentials
import TestSupport
import Toolkit

@testable import AWS

/// A home directory with configuration files and caches, and a scripted AWS, for tests of credential sources.
struct ProfileWorld {
  let home: TemporaryFolder
  let transport: ScriptedTransport
  let context: CredentialContext
  let profile: Profile

  /// - Parameter config: The settings of `[default]`, and what follows.
  init(
    _ config: String,
    _ variables: [String: String] = [:],
    flag: String? = nil,
    steps: [ScriptedTransport.Step] = []
  ) throws {
    home = try TemporaryFolder()
    transport = ScriptedTransport(steps)
    let file = try home.file("config", "[default]\n\(config)".utf8)
    let own = ["HOME": home.path, "AWS_CONFIG_FILE": file, "AWS_EC2_METADATA_DISABLED": "true"]
    let environment = Environment(own.merging(variables) { $1 })
    context = .test(environment: environment, transport: transport)
    profile = try Profile(flag: flag, environment: environment)
  }

  func provider() throws -> any CredentialProvider {
    try CredentialChain(profile: profile, context: context).provider()
  }

  /// Writes a file below the home directory.
  func write(_ path: String, _ text: String) throws {
    let folder = home.path(of: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try home.file(path, text.utf8)
  }

  func read(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: File.contents(of: home.path(of: path)))
  }

  /// The permission bits of a file.
  func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: home.path(of: path))[.posixPermissions] as? Int
  }
}
