import Toolkit

/// The keys that requests are signed with. Printing them shows only the access key's last four characters.
package struct Credentials: Sendable, Equatable, Redacted {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String?
  /// When they expire; nil where that is unknown or never.
  package let expiry: Timestamp?

  package init(
    accessKeyID: String,
    secretAccessKey: String,
    sessionToken: String? = nil,
    expiry: Timestamp? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiry = expiry
  }

  package var description: String { "Credentials(****\(accessKeyID.suffix(4)))" }
}

extension Credentials {
  /// The same, if they are valid in a header field: a line break in a key would begin another field.
  ///
  /// - Parameter source: For the message, such as `profile dev`.
  func checked(source: String) throws(ToolError) -> Credentials {
    guard (accessKeyID + (sessionToken ?? "")).utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ToolError(
        .credentials,
        message: "the access key or session token of \(source) holds blanks or control characters"
      )
    }
    return self
  }
}
