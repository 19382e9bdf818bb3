import Toolkit

/// Finds the credentials that assume a profile's role: those of another profile, which may have a role
/// itself, or of a named source.
struct RoleChain {
  let context: CredentialContext
  /// The profiles so far.
  var visited: [String] = []

  /// The provider of a profile that has a `role_arn`.
  ///
  /// - Throws: `ToolError` with the code `.credentials` for a chain without credentials at its end, or with a
  ///   cycle.
  func provider(of profile: Profile) throws(ToolError) -> any CredentialProvider {
    let base: any CredentialProvider
    switch (profile["source_profile"], profile["credential_source"]) {
    case (let name?, nil): base = try self.base(profile: name, of: profile)
    case (nil, let source?): base = try self.base(source: source, of: profile)
    case (nil, nil):
      throw error(profile, reason: "has a role_arn, but no source_profile and no credential_source")
    default: throw error(profile, reason: "has both source_profile and credential_source")
    }
    return RefreshingCredentials(try AssumedRole(profile, base: base, in: context), in: context)
  }

  private func base(
    profile name: String,
    of parent: Profile
  ) throws(ToolError) -> any CredentialProvider {
    guard let source = parent.other(name) else {
      throw error(parent, reason: "names the source_profile \(name), which does not exist")
    }
    let path = visited + [parent.name]
    let hasKeys = source["aws_access_key_id"] != nil || source["aws_secret_access_key"] != nil
    // A profile may be its own source, with keys and role in one section.
    if path.contains(name), !(name == parent.name && hasKeys) {
      throw error(parent, reason: "is part of a cycle: \((path + [name]).joined(separator: " -> "))")
    }
    if source["role_arn"] != nil, source["web_identity_token_file"] == nil, !hasKeys {
      return try RoleChain(context: context, visited: path).provider(of: source)
    }
    if let found = try CredentialChain(profile: source, context: context).withoutRole() { return found }
    throw error(parent, reason: "names the source_profile \(name), which has no credentials")
  }

  private func base(
    source: String,
    of profile: Profile
  ) throws(ToolError) -> any CredentialProvider {
    let absence = error(profile, reason: "names the credential_source \(source), which has no credentials")
    switch source {
    case "Environment":
      if let found = try StaticKeys.inEnvironment(context.environment) { return found }
    case "EcsContainer":
      if let found = ContainerCredentials(in: context) { return RefreshingCredentials(found, in: context) }
    case "Ec2InstanceMetadata":
      if let metadata = try InstanceMetadata(profile, in: context) {
        let source = InstanceCredentials(metadata: metadata, context: context, absence: absence)
        return RefreshingCredentials(source, in: context)
      }
    default:
      throw error(
        profile,
        reason:
          "names the credential_source \(source): it must be Environment, EcsContainer or Ec2InstanceMetadata"
      )
    }
    throw absence
  }

  private func error(_ profile: Profile, reason: String) -> ToolError {
    ToolError(
      .credentials,
      message: "profile \(profile.name) \(reason)",
      next: .seeProfile(profile.name)
    )
  }
}
