import FoundationEssentials
import Toolkit

/// What proves to a token service that the sender holds the key that a token is bound to (RFC 9449), as the AWS CLI makes
/// it.
enum DPoPProof {
  /// The proof for a POST.
  ///
  /// - Parameters:
  ///   - url: Where the request goes, path included.
  ///   - id: What no other proof has.
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

  /// Base 64 with the alphabet for URLs and without padding, as JOSE wants it.
  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
