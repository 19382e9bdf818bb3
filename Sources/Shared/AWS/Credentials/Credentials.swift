import Toolkit

/// What a request is signed with. Printing it shows the access key's last four characters and nothing else.
package struct Credentials: Sendable, Equatable, Redacted {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String?
  /// When AWS takes them no more; nil where that is not known or never.
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
  /// The same, if they can go into a header: a line break in a key would become a header of its own.
  ///
  /// - Parameter source: For the message, such as `profile dev`.
  func checked(source: String) throws(ToolError) -> Credentials {
    guard (accessKeyID + (sessionToken ?? "")).utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ToolError(
        .credentials,
        "the access key or session token of \(source) holds blanks or control characters"
      )
    }
    return self
  }
}
