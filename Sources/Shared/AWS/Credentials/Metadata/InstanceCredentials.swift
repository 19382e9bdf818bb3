import Toolkit

/// The credentials of the instance's role.
struct InstanceCredentials: CredentialSource {
  let metadata: InstanceMetadata
  let context: CredentialContext
  /// The error where there are none.
  let absence: ToolError

  let name = "the EC2 instance"

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    let document: JSONValue
    do {
      document = try await metadata.credentials()
    } catch let reason as MetadataAbsence {
      throw reason.explaining(absence)
    }
    let found = try CredentialDocument.metadata.credentials(in: document, from: self)
    return extended(found)
  }

  /// While AWS cannot renew an instance's credentials, it extends the old ones: they are used although they
  /// have expired.
  private func extended(_ found: Credentials) -> Credentials {
    let now = context.now()
    guard let expiry = found.expiry, expiry.since(now) < Limits.renewalAdvised else { return found }
    return Credentials(
      accessKeyID: found.accessKeyID,
      secretAccessKey: found.secretAccessKey,
      sessionToken: found.sessionToken,
      expiry: now.adding(minutes: 15 + .random(in: 2...10))
    )
  }
}
