import Toolkit

extension CognitoClient {
  /// The name of the pool in its tokens.
  package var issuer: String {
    "https://cognito-idp.\(aws.target.region).\(Partition.of(region: aws.target.region).suffix)/\(userPool)"
  }

  /// Asks the pool for its public keys.
  ///
  /// Source: Amazon Cognito Developer Guide, "Verifying JSON web tokens".
  ///
  /// - Throws: `ToolError`, or `CancellationError`.
  package func signingKeys() async throws -> SigningKeys.Keys {
    let endpoint = aws.target.endpoint.appending("\(userPool)/.well-known/jwks.json")
    let answer = try await aws.transport.send(HTTPRequest(.get, at: endpoint), timeouts: Self.timeouts)
    guard answer.status == 200, let document = try? JSONValue(parsing: answer.body) else {
      throw ToolError(
        .response,
        message: "\(summary) answers the request for its public keys with HTTP \(answer.status)"
      )
    }
    let keys = SigningKeys.read(document)
    // The caller replaces the keys that it has by these.
    guard !keys.isEmpty else { throw ToolError(.response, message: "\(summary) has no usable public keys") }
    return keys
  }

  private static let timeouts = Timeouts(
    connect: Limits.signingKeys / 2,
    read: Limits.signingKeys,
    total: Limits.signingKeys
  )
}
