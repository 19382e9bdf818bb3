/// Provides the credentials to sign with. It is called before each request, so that a run can last longer
/// than its credentials.
package protocol CredentialProvider: Sendable {
  /// Where they come from, for messages: `SSO (profile dev)`.
  var name: String { get }

  /// - Throws: `ToolError` with the code `.credentials`, or `CancellationError`.
  func credentials() async throws -> Credentials

  /// Fetches new credentials, because AWS refused `refused` as expired.
  ///
  /// - Returns: Whether there are new ones now.
  func renew(insteadOf refused: Credentials) async throws -> Bool
}
