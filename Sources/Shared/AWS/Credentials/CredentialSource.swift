import Toolkit

/// A source that credentials are fetched from when they are needed: a process or a service.
protocol CredentialSource: Sendable {
  /// For messages: `SSO (profile dev)`.
  var name: String { get }

  /// Whether the user has to type something for each fetch.
  var asksPeople: Bool { get }

  /// - Parameter ignoringCache: AWS has refused the current credentials as expired: caches are not read.
  /// - Throws: `ToolError` with the code `.credentials`, or `CancellationError`.
  func fetch(ignoringCache: Bool) async throws -> Credentials
}

extension CredentialSource {
  var asksPeople: Bool { false }

  /// The error that this source has no credentials.
  func failure(_ reason: String, next: NextStep? = nil) -> ToolError {
    ToolError(
      .credentials,
      message: "no credentials from \(name): \(reason)",
      next: next ?? .otherProfile
    )
  }
}
