import Toolkit

/// Finds out whose an access token of a user pool is.
package struct AccessTokens: Sendable {
  private let rules: AccessTokenRules
  private let keys: SigningKeys
  private let clock: WallClock

  /// Names the app client whose tokens are taken.
  package static let clientVariable = "AWS_COGNITO_USER_POOL_CLIENT_ID"

  package init(_ rules: AccessTokenRules, keys: SigningKeys, clock: WallClock) {
    self.rules = rules
    self.keys = keys
    self.clock = clock
  }

  /// For the pool and the client that a run's variables name.
  ///
  /// - Throws: `ToolError` where they name no pool.
  package static func live(_ options: AWSOptions, in context: AWSContext) async throws -> AccessTokens {
    let client = try await CognitoClient.live(options, in: context)
    return AccessTokens(
      AccessTokenRules(issuer: client.issuer, clientID: context.environment[clientVariable]),
      keys: SigningKeys { try await client.signingKeys() },
      clock: context.clock
    )
  }

  /// The id of the user in the pool; nil for a token that is not valid.
  ///
  /// - Throws: `ToolError` where the pool's keys cannot be fetched.
  package func subject(of text: String) async throws -> String? {
    guard let token = SignedToken(text), let id = rules.keyID(of: token),
      let subject = rules.subject(of: token, now: clock.now()),
      let key = try await keys.key(id), key.accepts(token.signature, of: token.signed)
    else { return nil }
    return subject
  }
}
