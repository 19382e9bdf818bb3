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
