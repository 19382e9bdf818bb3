import Toolkit

/// Keys from the environment or from a file.
enum StaticKeys {
  /// - Parameter setting: The setting that names a profile whose keys are not used because of these, for
  ///   messages: `AWS_PROFILE=dev`.
  /// - Throws: `ToolError` with the code `.credentials` for an access key without its secret.
  static func inEnvironment(
    _ environment: Environment,
    insteadOf setting: String? = nil
  ) throws(ToolError) -> StaticCredentials? {
    guard let id = environment["AWS_ACCESS_KEY_ID"] else { return nil }
    guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
      throw ToolError(
        .credentials,
        message: "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"
      )
    }
    let token = environment.first(of: ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"])?.value
    let keys = Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
    let place = "the environment" + (setting.map { " (not those of \($0.onOneLine))" } ?? "")
    return StaticCredentials(try keys.checked(source: "the environment"), from: place)
  }

  /// - Parameters:
  ///   - section: A profile's settings in one of the two files.
  ///   - place: The file, for messages.
  static func inFile(
    _ section: ConfigFile.Section,
    of profile: Profile,
    place: String
  ) throws(ToolError) -> StaticCredentials? {
    func value(_ key: String) -> String? { section[key].flatMap { $0.value.isEmpty ? nil : $0.value } }
    guard let id = value("aws_access_key_id") else { return nil }
    guard let secret = value("aws_secret_access_key") else {
      throw ToolError(
        .credentials,
        message: "Partial credentials found in profile \(profile.name), missing: aws_secret_access_key"
      )
    }
    let token = value("aws_security_token") ?? value("aws_session_token")
    let keys = Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
    return StaticCredentials(
      try keys.checked(source: "profile \(profile.name)"),
      from: "the keys of profile \(profile.name) in the \(place) file"
    )
  }
}
