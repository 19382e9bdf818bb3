import Toolkit

/// The role of a profile (`role_arn`), assumed by STS with the credentials of the profile's source.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
struct AssumedRole: CachedCredentialSource {
  private let settings: Settings
  private let sts: STSClient
  let context: CredentialContext
  private let terminal: ControllingTerminal

  /// - Parameter base: The credentials that assume the role.
  init(
    _ profile: Profile,
    base: any CredentialProvider,
    in context: CredentialContext,
    terminal: ControllingTerminal = .standard
  ) throws(ToolError) {
    settings = try Settings(profile)
    sts = try STSClient(signer: base, profile: profile, in: context)
    self.context = context
    self.terminal = terminal
  }

  var name: String { "role \(settings.arn) (profile \(settings.profile))" }

  var asksPeople: Bool { settings.mfaSerial != nil }

  var cacheKey: CLICache.Key {
    var parameters: JSONObject = [:]
    for (name, value) in settings.parameters {
      parameters[name] = name == "DurationSeconds" ? .number(value) : .string(value)
    }
    return .botocore(parameters)
  }

  func request() async throws -> Credentials {
    var parameters = settings.parameters
    if settings.sessionName == nil {
      parameters.append(("RoleSessionName", "cruddur-toolkit-\(context.now().seconds)"))
    }
    if let serial = settings.mfaSerial { parameters.append(("TokenCode", try code(for: serial))) }
    let answer = try await answer(to: parameters)
    return try CredentialDocument.sts.credentials(in: answer, from: self)
  }

  private func answer(to parameters: [(String, String)]) async throws -> JSONValue {
    do {
      return try await sts.call("AssumeRole", parameters: parameters)
    } catch let error as ToolError {
      throw error.code == .credentials ? error : failure(error.message, next: error.nextSteps.first)
    }
  }

  private func code(for serial: String) throws -> String {
    context.console.progress(nil)
    guard let code = try terminal.ask("Enter MFA code for \(serial.onOneLine): ") else {
      throw failure(
        "it needs the code of the MFA device \(serial), and a terminal is needed to type it",
        next: .signInAtTerminal(profile: settings.profile)
      )
    }
    guard !code.isEmpty else { throw failure("no MFA code was typed", next: .runAgain) }
    return code
  }
}

extension AssumedRole {
  /// A profile's settings for its role.
  private struct Settings {
    let profile: String
    let arn: String
    let sessionName: String?
    let externalID: String?
    let mfaSerial: String?
    let duration: Int?

    init(_ profile: Profile) throws(ToolError) {
      self.profile = profile.name
      arn = profile["role_arn"] ?? ""
      sessionName = profile["role_session_name"]
      externalID = profile["external_id"]
      mfaSerial = profile["mfa_serial"]
      duration = profile["duration_seconds"].flatMap { Int($0) }
      if let text = profile["duration_seconds"], duration == nil {
        throw ToolError(
          .credentials,
          message:
            "duration_seconds of profile \(profile.name) is \"\(text.onOneLine(atMost: 100))\": it must be a number of seconds"
        )
      }
    }

    /// The parameters that are the same in each run: they make the name of the cache file.
    var parameters: [(name: String, value: String)] {
      let all: [(name: String, value: String?)] = [
        ("RoleArn", arn), ("RoleSessionName", sessionName), ("ExternalId", externalID),
        ("SerialNumber", mfaSerial), ("DurationSeconds", duration.map { String($0) }),
      ]
      return all.compactMap { name, value in value.map { (name, $0) } }
    }
  }
}
