import Toolkit

/// The names of the members of a source's JSON document.
struct CredentialDocument {
  let accessKeyID: String
  let secretAccessKey: String
  let sessionToken: String
  let expiry: String
  /// Whether all four are required, because the credentials are temporary.
  let isTemporary: Bool

  /// Of a process; without a token and an expiry they are long-term keys.
  static let process = CredentialDocument(
    accessKeyID: "AccessKeyId",
    secretAccessKey: "SecretAccessKey",
    sessionToken: "SessionToken",
    expiry: "Expiration",
    isTemporary: false
  )

  /// Of STS, and of the AWS CLI's cache.
  static let sts = CredentialDocument(
    accessKeyID: "AccessKeyId",
    secretAccessKey: "SecretAccessKey",
    sessionToken: "SessionToken",
    expiry: "Expiration",
    isTemporary: true
  )

  /// Of a container or an instance.
  static let metadata = CredentialDocument(
    accessKeyID: "AccessKeyId",
    secretAccessKey: "SecretAccessKey",
    sessionToken: "Token",
    expiry: "Expiration",
    isTemporary: true
  )

  /// Of SSO.
  static let sso = CredentialDocument(
    accessKeyID: "accessKeyId",
    secretAccessKey: "secretAccessKey",
    sessionToken: "sessionToken",
    expiry: "expiration",
    isTemporary: true
  )

  /// Of `aws login`.
  static let login = CredentialDocument(
    accessKeyID: "accessKeyId",
    secretAccessKey: "secretAccessKey",
    sessionToken: "sessionToken",
    expiry: "expiresAt",
    isTemporary: true
  )

  /// - Throws: `ToolError` with the code `.credentials`, naming the part that is missing.
  func credentials(
    in document: JSONValue,
    from source: any CredentialSource
  ) throws(ToolError) -> Credentials {
    func text(_ name: String, isNeeded: Bool = true) throws(ToolError) -> String? {
      if let text = document[name]?.string, !text.isEmpty { return text }
      if isNeeded { throw source.failure("its answer has no \(name)") }
      return nil
    }
    let expiry = try moment(document[expiry], from: source)
    if isTemporary, expiry == nil { throw source.failure("its answer has no \(self.expiry)") }
    return Credentials(
      accessKeyID: try text(accessKeyID) ?? "",
      secretAccessKey: try text(secretAccessKey) ?? "",
      sessionToken: try text(sessionToken, isNeeded: isTemporary),
      expiry: expiry
    )
  }

  /// A time as text, or as milliseconds since 1970.
  private func moment(
    _ value: JSONValue?,
    from source: any CredentialSource
  ) throws(ToolError) -> Timestamp? {
    guard let value, value != .null, value != "" else { return nil }
    let found =
      value.string.flatMap { Timestamp(expiry: $0) } ?? value.integer.flatMap { Timestamp(milliseconds: $0) }
    guard let found else { throw source.failure("its \(expiry) is not a time") }
    return found
  }
}

extension Timestamp {
  /// Reads an expiry in the forms that programs write: with a zone, with `UTC` at the end (botocore), with
  /// any number of fraction digits.
  init?(expiry text: String) {
    let isUTC = text.hasSuffix("UTC")
    let body = isUTC ? text.dropLast(3) : text[...]
    let whole = body.prefix { $0 != "." && $0 != "," }
    let fraction = body.dropFirst(whole.count).dropFirst().prefix { $0.isASCII && $0.isNumber }
    let zone = whole.count == body.count ? "" : body.dropFirst(whole.count + 1 + fraction.count)
    let digits = fraction.isEmpty ? "" : ".\(fraction.prefix(6))"
    self.init(iso8601: "\(whole)\(digits)\(isUTC ? "Z" : zone)")
  }

  /// Nil beyond the year 9999.
  init?(milliseconds: Int) {
    guard (0..<253_402_300_800_000).contains(milliseconds) else { return nil }
    self.init(microseconds: Int64(milliseconds) * 1_000)
  }
}
