import Toolkit

/// A place where credentials are fetched: a process, a service. It is asked when they are needed, not before.
protocol CredentialSource: Sendable {
  /// For people: `SSO (profile dev)`.
  var name: String { get }

  /// Whether a person has to type something each time.
  var asksPeople: Bool { get }

  /// - Parameter ignoringCache: AWS has refused what was there as expired: no cache counts.
  /// - Throws: `ToolError` with the code `.credentials`, or `CancellationError`.
  func fetch(ignoringCache: Bool) async throws -> Credentials
}

extension CredentialSource {
  var asksPeople: Bool { false }

  /// Why this source has nothing to give.
  func failure(_ reason: String, next: NextStep? = nil) -> ToolError {
    ToolError(
      .credentials,
      "no credentials from \(name): \(reason)",
      next: next ?? .otherProfile
    )
  }
}
