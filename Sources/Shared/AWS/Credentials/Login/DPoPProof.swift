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
        "kty": "EC", "x": .string(Base64URL.encode(key.publicKey.x)),
        "y": .string(Base64URL.encode(key.publicKey.y)),
        "crv": "P-256",
      ],
    ]
    let payload: JSONValue = [
      "htm": "POST", "htu": .string(url), "iat": .number("\(date.seconds)"), "jti": .string(id),
    ]
    let message = [header, payload].map { Base64URL.encode($0.encoded()) }.joined(separator: ".")
    return key.signature(of: Array(message.utf8)).map { "\(message).\(Base64URL.encode($0))" }
  }
}
