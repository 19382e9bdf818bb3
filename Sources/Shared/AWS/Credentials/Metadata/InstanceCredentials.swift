import Toolkit

/// The credentials of the instance's role.
struct InstanceCredentials: CredentialSource {
  let metadata: InstanceMetadata
  let context: CredentialContext
  /// What to say where there are none.
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

  /// An instance that AWS's own trouble keeps from getting new ones goes on with the old ones: AWS prolongs them then.
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
