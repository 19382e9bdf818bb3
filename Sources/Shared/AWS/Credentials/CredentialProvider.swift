import Toolkit

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

/// Credentials that never change.
package struct StaticCredentials: CredentialProvider, Equatable {
  package let name: String
  let value: Credentials

  package init(_ value: Credentials, from name: String = "fixed keys") {
    self.value = value
    self.name = name
  }

  package func credentials() async throws -> Credentials { value }

  package func renew(insteadOf refused: Credentials) async throws -> Bool { false }
}
