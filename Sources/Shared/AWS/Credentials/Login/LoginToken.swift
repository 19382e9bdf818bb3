import FoundationEssentials
import Toolkit

/// The cache file of a session of `aws login`: keys that last 15 minutes, and the refresh token for new ones.
struct LoginToken {
  /// Its path.
  let path: String
  /// The whole file, with members that only the AWS CLI uses.
  let document: JSONValue

  /// Nil where there is none.
  ///
  /// - Parameter session: The profile's `login_session`.
  init?(session: String, environment: Environment) {
    let folder = environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
    guard let folder = environment.expanding(folder) else { return nil }
    path = "\(folder)/\(Digest.sha256(session.utf8).hex).json"
    guard let bytes = try? File.contents(of: path), let document = try? JSONValue(parsing: bytes),
      document["accessToken"]?.members != nil
    else { return nil }
    self.document = document
  }

  /// The keys and their expiry.
  var keys: JSONValue { document["accessToken"] ?? .null }

  func text(_ name: String) -> String? {
    document[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The private key that the refresh token is bound to, from its PEM; nil where it cannot be read.
  func key() -> ES256Key? {
    let lines = (text("dpopKey") ?? "").split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
    guard let der = Data(base64Encoded: lines.joined()) else { return nil }
    return ES256Key(der: Array(der))
  }

  /// The file's new content with new keys.
  ///
  /// - Parameter answer: The service's whole answer.
  /// - Returns: Nil where the answer lacks a part.
  func renewed(by answer: JSONValue, at date: Timestamp) -> JSONValue? {
    guard let seconds = answer["expiresIn"]?.integer, (1...86_400).contains(seconds),
      let refreshToken = answer["refreshToken"]?.string, !refreshToken.isEmpty
    else { return nil }
    var keys: JSONObject = [:]
    for name in ["accessKeyId", "secretAccessKey", "sessionToken"] {
      guard let value = answer["accessToken"]?[name] else { return nil }
      keys[name] = value
    }
    keys["accountId"] = self.keys["accountId"]
    let expiry = Timestamp(microseconds: date.microseconds + Int64(seconds) * 1_000_000)
    keys["expiresAt"] = .string(expiry.iso8601Seconds)
    var file = JSONObject(document)
    file["accessToken"] = .object(keys)
    file["refreshToken"] = .string(refreshToken)
    return .object(file)
  }

  /// Replaces the file.
  func store(_ document: JSONValue) throws(ToolError) {
    try PrivateFile.replace(path, with: document.encoded(.pythonDumps))
  }
}

extension JSONStyle {
  /// `json.dumps(x)`.
  fileprivate static let pythonDumps = JSONStyle(indent: nil, sortsKeys: false, isASCII: true, isSpaced: true)
}
