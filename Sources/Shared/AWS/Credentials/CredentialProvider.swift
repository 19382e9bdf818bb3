/// Whatever knows what to sign with. It is asked before each request, so that long runs outlive their keys.
package protocol CredentialProvider: Sendable {
  /// - Throws: `ToolError` with the code `.credentials`.
  func credentials() async throws -> Credentials
}

/// Credentials that never change.
package struct StaticCredentials: CredentialProvider {
  let value: Credentials

  package init(_ value: Credentials) {
    self.value = value
  }

  package func credentials() async throws -> Credentials { value }
}
