import Toolkit

/// The settings of one named profile, from `~/.aws/config` and `~/.aws/credentials` together.
///
/// Where both files have a setting, the credentials file takes precedence, as in botocore.
package struct Profile: Sendable, Redacted {
  package let name: String
  /// Whether `--profile` named it: then the environment's keys are not used.
  package let isFromFlag: Bool
  /// The variable that named it; nil where none did, or where `--profile` is given.
  let variable: String?
  /// The error that it is in neither file; nil where it is, or where no profile is named.
  let absence: ToolError?
  let inCredentialsFile: ConfigFile.Section
  let inConfigFile: ConfigFile.Section
  private let files: ConfigFiles

  /// Reads the profile that `flag`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE` names, or `default`.
  ///
  /// - Parameter stage: In the local stage a profile that a variable names need not exist, so that a shell
  ///   that is set up for AWS can be used for local work. Code that needs the profile throws `absence`.
  /// - Throws: `ToolError` with the code `.configuration` for an invalid file, a named profile that is in
  ///   neither file, or a `services` setting without its section.
  package init(flag: String?, environment: Environment, stage: Stage = .prod) throws(ToolError) {
    let setting = flag == nil ? environment.first(of: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) : nil
    let named = flag ?? setting?.value
    name = named ?? "default"
    isFromFlag = flag != nil
    variable = setting?.name
    files = try ConfigFiles(environment)
    let (configured, keys) = Self.sections(of: name, in: files)
    let isAbsent = named != nil && named != "default" && configured == nil && keys == nil
    absence = isAbsent ? Self.absence(of: name) : nil
    if let absence, stage == .prod || isFromFlag { throw absence }
    inConfigFile = configured ?? [:]
    inCredentialsFile = keys ?? [:]
    if let service = self["services"], files.config.sections["services \(service)"] == nil {
      throw ToolError(
        .configuration,
        message: "profile \(name) names [services \(service)], which is not in the config file"
      )
    }
  }

  private static func absence(of name: String) -> ToolError {
    ToolError(
      .configuration,
      message: "The config profile (\(name)) could not be found",
      next: .listProfiles
    )
  }

  /// Warnings about configuration files that exist but cannot be read.
  var warnings: [String] { files.warnings }

  /// Shows only its name: its settings may be keys.
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
    return self["endpoint_url"].map { ("endpoint_url of profile \(name.onOneLine)", $0) }
  }

  /// Another profile of the same files, used as if `--profile` named it; nil where there is none of that
  /// name.
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
    files: ConfigFiles
  ) {
    self.name = name
    isFromFlag = true
    variable = nil
    absence = nil
    inConfigFile = config
    inCredentialsFile = credentials
    self.files = files
  }

  private static func sections(
    of name: String,
    in files: ConfigFiles
  ) -> (config: ConfigFile.Section?, credentials: ConfigFile.Section?) {
    let names = name == "default" ? ["profile default", "default"] : ["profile \(name)"]
    return (names.lazy.compactMap { files.config.sections[$0] }.first, files.credentials.sections[name])
  }
}
