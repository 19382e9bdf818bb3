import Toolkit

/// The settings of one named profile, from `~/.aws/config` and `~/.aws/credentials` together.
///
/// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name other files. Where both files have a setting, that of the
/// credentials file counts, as in botocore.
package struct Profile: Sendable, Redacted {
  package let name: String
  /// Whether `--profile` named it: then the environment's keys do not count.
  package let isFromFlag: Bool
  let inCredentialsFile: ConfigFile.Section
  let inConfigFile: ConfigFile.Section
  private let files: (config: ConfigFile, credentials: ConfigFile)

  /// Reads the profile that `flag`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE` names, or `default`.
  ///
  /// - Throws: `ToolError` with the code `.configuration` for a file that makes no sense, a named profile that is in
  ///   neither file, or a `services` setting without its section.
  package init(flag: String?, environment: Environment) throws(ToolError) {
    let named = flag ?? environment.first(of: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])?.value
    name = named ?? "default"
    isFromFlag = flag != nil
    let config = try Self.file("AWS_CONFIG_FILE", otherwise: "~/.aws/config", environment)
    let credentials = try Self.file(
      "AWS_SHARED_CREDENTIALS_FILE",
      otherwise: "~/.aws/credentials",
      environment
    )
    files = (config, credentials)
    let (configured, keys) = Self.sections(of: name, in: files)
    if named != nil, named != "default", configured == nil, keys == nil {
      throw ToolError(
        .configuration,
        "The config profile (\(name)) could not be found",
        next: .listProfiles
      )
    }
    inConfigFile = configured ?? [:]
    inCredentialsFile = keys ?? [:]
    if let service = self["services"], config.sections["services \(service)"] == nil {
      throw ToolError(
        .configuration,
        "profile \(name) names [services \(service)], which is not in the config file"
      )
    }
  }

  /// Its name: its settings may be keys.
  package var description: String { "Profile(\(name))" }

  /// A setting of the profile; one without a value counts as absent.
  package subscript(key: String) -> String? {
    [inCredentialsFile[key], inConfigFile[key]].lazy.compactMap { $0?.value }.first { !$0.isEmpty }
  }

  /// The endpoint that the profile configures for a service: its own, else the one for all.
  func endpoint(of service: AWSService) -> (source: String, url: String)? {
    if let name = self["services"],
      let url = files.config.sections["services \(name)"]?[service.configurationKey]?.nested["endpoint_url"],
      !url.isEmpty
    {
      return ("endpoint_url of [services \(name)]", url)
    }
    return self["endpoint_url"].map { ("endpoint_url of profile \(name)", $0) }
  }

  /// Another profile of the same files, as one that is meant; nil where there is none of that name.
  func other(_ name: String) -> Profile? {
    let (configured, keys) = Self.sections(of: name, in: files)
    guard configured != nil || keys != nil else { return nil }
    return Profile(name: name, config: configured ?? [:], credentials: keys ?? [:], files: files)
  }

  /// The settings of an `[sso-session NAME]`; nil where there is none.
  func ssoSession(_ name: String) -> ConfigFile.Section? { files.config.sections["sso-session \(name)"] }

  private init(
    name: String,
    config: ConfigFile.Section,
    credentials: ConfigFile.Section,
    files: (ConfigFile, ConfigFile)
  ) {
    self.name = name
    isFromFlag = true
    inConfigFile = config
    inCredentialsFile = credentials
    self.files = files
  }

  private static func sections(
    of name: String,
    in files: (config: ConfigFile, credentials: ConfigFile)
  ) -> (config: ConfigFile.Section?, credentials: ConfigFile.Section?) {
    let names = name == "default" ? ["profile default", "default"] : ["profile \(name)"]
    return (names.lazy.compactMap { files.config.sections[$0] }.first, files.credentials.sections[name])
  }

  private static func file(
    _ variable: String,
    otherwise standard: String,
    _ environment: Environment
  ) throws(ToolError) -> ConfigFile {
    guard let path = environment.expandingHome(in: environment[variable] ?? standard) else { return .empty }
    let bytes: [UInt8]
    do {
      bytes = try File.contents(of: path)
    } catch  where error.code == .absentFile {
      return .empty
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolError(.configuration, "\(path) is not UTF-8 text")
    }
    return try ConfigFile(text, path: path)
  }
}
