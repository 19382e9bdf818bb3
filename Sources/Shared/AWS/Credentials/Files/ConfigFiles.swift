import Toolkit

/// The AWS CLI's two configuration files: `~/.aws/config` and `~/.aws/credentials`, or those that
/// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name.
struct ConfigFiles: Sendable {
  let config: ConfigFile
  let credentials: ConfigFile
  /// Warnings about files that exist but cannot be read.
  let warnings: [String]

  /// A file that does not exist counts as empty, and so does an unreadable one at the default path, because
  /// it may not be needed. (The AWS CLI ignores it without a warning.)
  ///
  /// - Throws: `ToolError` for an invalid file, or for an unreadable one that a variable names.
  init(_ environment: Environment) throws(ToolError) {
    let config = try Self.read("AWS_CONFIG_FILE", otherwise: "~/.aws/config", environment: environment)
    let credentials = try Self.read(
      "AWS_SHARED_CREDENTIALS_FILE",
      otherwise: "~/.aws/credentials",
      environment: environment
    )
    self.config = config.file
    self.credentials = credentials.file
    warnings = [config.warning, credentials.warning].compactMap { $0 }
  }

  private static func read(
    _ variable: String,
    otherwise standard: String,
    environment: Environment
  ) throws(ToolError) -> (file: ConfigFile, warning: String?) {
    let named = environment[variable]
    guard let path = environment.expanding(named ?? standard) else { return (.empty, nil) }
    let bytes: [UInt8]
    do {
      bytes = try File.contents(of: path)
    } catch {
      if error.code == .absentFile { return (.empty, nil) }
      if named == nil { return (.empty, "\(error.message); going on without it") }
      throw error.reworded("\(error.message) (\(variable))")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolError(.configuration, message: "\(path) is not UTF-8 text")
    }
    return (try ConfigFile(text, path: path), nil)
  }
}
