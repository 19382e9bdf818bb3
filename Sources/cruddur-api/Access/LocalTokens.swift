import AWS
import Toolkit

/// The tokens of the local stage: signed with a key that is made at the server's start and that nobody else
/// has.
struct LocalTokens: Sendable, Redacted {
  private let key: [UInt8]
  private let clock: WallClock

  var description: String { "LocalTokens" }

  /// Seconds for which a token is valid.
  private static let lifetime: Int64 = 12 * 3_600
  private static let header = Base64URL.encode(#"{"alg":"HS256","typ":"JWT","kid":"local"}"#.utf8)

  init(clock: WallClock) {
    key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    self.clock = clock
  }

  /// - Parameter user: The user's uuid in PostgreSQL.
  func token(for user: String) -> String {
    let now = clock.now().seconds
    let claims: JSONValue = [
      "sub": .string(user), "token_use": "access", "iat": .number(String(now)),
      "exp": .number(String(now + Self.lifetime)),
    ]
    let signed = "\(Self.header).\(Base64URL.encode(claims.encoded()))"
    return "\(signed).\(Base64URL.encode(signature(of: signed)))"
  }

  /// The uuid of the user whom a token of this server is for; nil for any other token.
  func user(of token: String) -> String? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == Self.header, let given = Base64URL.decode(parts[2].utf8),
      Self.isEqual(given, to: signature(of: "\(parts[0]).\(parts[1])")),
      let claims = Base64URL.decode(parts[1].utf8).flatMap({ try? JSONValue(parsing: $0) }),
      let end = claims["exp"]?.integer, clock.now().seconds < end
    else { return nil }
    return claims["sub"]?.string
  }

  private func signature(of text: String) -> [UInt8] { Digest.hmacSHA256(key: key, text.utf8) }

  /// Compares in constant time, so that the time does not show where the two differ.
  private static func isEqual(_ left: [UInt8], to right: [UInt8]) -> Bool {
    left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
