import Toolkit

/// Whatever knows what to sign with. It is asked before each request, so that long runs outlive their keys.
package protocol CredentialProvider: Sendable {
  /// Where they come from, for people: `SSO (profile dev)`.
  var name: String { get }

  /// - Throws: `ToolError` with the code `.credentials`, or `CancellationError`.
  func credentials() async throws -> Credentials

  /// Fetches others, because AWS has called `refused` expired.
  ///
  /// - Returns: Whether there are others now.
  func renew(insteadOf refused: Credentials) async throws -> Bool
}

/// Credentials that never change.
package struct StaticCredentials: CredentialProvider {
  package let name: String
  let value: Credentials

  package init(_ value: Credentials, from name: String = "fixed keys") {
    self.value = value
    self.name = name
  }

  package func credentials() async throws -> Credentials { value }

  package func renew(insteadOf refused: Credentials) async throws -> Bool { false }
}
