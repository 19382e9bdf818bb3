import Toolkit

/// `~/.aws/cli/cache`, where the AWS CLI keeps temporary credentials of STS and SSO. The tools use the
/// credentials that the CLI has fetched, perhaps with an MFA code, and the CLI uses theirs.
struct CLICache: Sendable {
  /// A file's name: the SHA-1 of the request's parameters in JSON as Python writes it.
  struct Key: Sendable, Equatable {
    let name: String

    /// As botocore names roles: `json.dumps(…, sort_keys=True)`.
    static func botocore(_ parameters: JSONObject) -> Key { Key(parameters, style: .pythonLine) }

    /// As the AWS CLI names SSO's: the same without blanks.
    static func sso(_ parameters: JSONObject) -> Key { Key(parameters, style: .pythonCompact) }

    private init(_ parameters: JSONObject, style: JSONStyle) {
      name = Digest.sha1(parameters.encoded(style)).hex
    }
  }

  private let folder: String
  let context: CredentialContext

  /// Nil without a home directory.
  init?(in context: CredentialContext) {
    guard let folder = context.environment.expandingHome(in: "~/.aws/cli/cache") else { return nil }
    self.folder = folder
    self.context = context
  }

  /// Nil where there are none, where they expire soon, and for an invalid file.
  func load(_ key: Key, for source: any CredentialSource) -> Credentials? {
    guard let bytes = try? File.contents(of: path(key)),
      let document = try? JSONValue(parsing: bytes)["Credentials"],
      let found = try? CredentialDocument.sts.credentials(in: document, from: source),
      let expiry = found.expiry, expiry.since(context.now()) >= Limits.renewalAdvised
    else { return nil }
    context.console.trace("credentials of \(source.name) are in \(path(key))")
    return found
  }

  /// A cache that cannot be written does not end the run.
  func store(_ credentials: Credentials, key: Key, kind: String?) {
    let document: JSONObject = [
      "ProviderType": kind.map { .string($0) },
      "Credentials": [
        "AccessKeyId": .string(credentials.accessKeyID),
        "SecretAccessKey": .string(credentials.secretAccessKey),
        "SessionToken": .string(credentials.sessionToken ?? ""),
        "Expiration": .string(credentials.expiry?.iso8601Seconds ?? ""),
      ],
    ]
    do {
      try PrivateFile.replace(path(key), with: document.encoded(.pythonLine))
    } catch {
      context.console.trace("the credentials are not kept: \(error.message)")
    }
  }

  private func path(_ key: Key) -> String { "\(folder)/\(key.name).json" }
}
