import Toolkit

/// A JSON Web Signature in its compact form (RFC 7515, section 7.1): three parts of base64url. Nothing of it
/// is checked.
package struct SignedToken: Sendable, Redacted {
  package let header: JSONValue
  package let claims: JSONValue
  /// What the signature is of.
  let signed: [UInt8]
  let signature: [UInt8]

  /// A longer token is not looked at: Cognito's have about 1,000 bytes.
  package static let longest = 8_192

  package var description: String { "SignedToken" }

  /// Nil for what is not such a token of two JSON objects.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
      let signature = Base64URL.decode(parts[2])
    else { return nil }
    self.header = header
    self.claims = claims
    self.signature = signature
    signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
  }

  private static func object(_ part: Substring.UTF8View) -> JSONValue? {
    guard let bytes = Base64URL.decode(part), let value = try? JSONValue(parsing: bytes),
      value.members != nil
    else { return nil }
    return value
  }
}
