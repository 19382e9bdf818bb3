import FoundationEssentials
import Toolkit

/// The DPoP proof (RFC 9449) that the sender has the key that a token is bound to, as the AWS CLI makes it.
enum DPoPProof {
  /// The proof for a POST.
  ///
  /// - Parameters:
  ///   - url: The request's URL with its path.
  ///   - id: A unique id (`jti`).
  /// - Returns: Nil where libcrypto fails.
  static func make(
    for url: String,
    by key: borrowing ES256Key,
    at date: Timestamp,
    id: String = UUID().uuidString.lowercased()
  ) -> String? {
    let header: JSONValue = [
      "typ": "dpop+jwt", "alg": "ES256",
      "jwk": [
        "kty": "EC", "x": .string(base64URL(key.publicKey.x)), "y": .string(base64URL(key.publicKey.y)),
        "crv": "P-256",
      ],
    ]
    let payload: JSONValue = [
      "htm": "POST", "htu": .string(url), "iat": .number("\(date.seconds)"), "jti": .string(id),
    ]
    let message = [header, payload].map { base64URL($0.encoded()) }.joined(separator: ".")
    return key.signature(of: Array(message.utf8)).map { "\(message).\(base64URL($0))" }
  }

  /// base64url without padding, as JOSE uses it.
  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
