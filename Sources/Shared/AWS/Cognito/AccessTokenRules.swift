import Toolkit

/// What a user pool's access tokens must say.
///
/// Source: Amazon Cognito Developer Guide, "Verifying JSON web tokens" and "Understanding the access token".
package struct AccessTokenRules: Sendable {
  /// The pool, as its tokens name it.
  package let issuer: String
  /// The app client; nil for any client of the pool.
  package let clientID: String?

  private static let longestKeyID = 200

  package init(issuer: String, clientID: String?) {
    self.issuer = issuer
    self.clientID = clientID
  }

  /// The id of the key that must have signed the token; nil for a token that is refused whatever the key.
  ///
  /// Only RS256 is accepted: with `none` nothing is signed, and with HS256 the public key would be used as
  /// the secret one. A token with `crit` is refused, because it requires extensions that are not supported
  /// here.
  package func keyID(of token: SignedToken) -> String? {
    guard token.header["alg"]?.string == "RS256", token.header["crit"] == nil,
      let id = token.header["kid"]?.string, (1...Self.longestKeyID).contains(id.utf8.count)
    else { return nil }
    return id
  }

  /// The user's id in the pool; nil for a token that is another pool's, another client's, for another use, or
  /// not valid at this time.
  package func subject(of token: SignedToken, now: Timestamp) -> String? {
    let claims = token.claims
    let now = Double(now.microseconds) / 1_000_000
    guard claims["iss"]?.string == issuer, claims["token_use"]?.string == "access",
      clientID == nil || claims["client_id"]?.string == clientID,
      let end = claims["exp"]?.double, now < end, isPast("nbf", in: claims, at: now),
      isPast("iat", in: claims, at: now),
      let subject = claims["sub"]?.string, !subject.isEmpty
    else { return nil }
    return subject
  }

  private func isPast(_ claim: String, in claims: JSONValue, at now: Double) -> Bool {
    guard let value = claims[claim] else { return true }
    guard let moment = value.double else { return false }
    return moment <= now + Limits.tokenTolerance / .seconds(1)
  }
}
