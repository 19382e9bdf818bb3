import Toolkit

/// Why an operation has no result: the error for the user, and what only the client that sent it needs to
/// know.
struct CallFailure: Error {
  var error: ToolError
  /// Whether an attempt before the last one, whose answer was lost, may have been carried out.
  let earlierAttemptMayHaveSucceeded: Bool
  /// How long the service asked to wait before the next request; nil where it did not.
  var retryAfter: Duration?

  /// Performs calls. What fails is thrown as the error for the user.
  ///
  /// - Throws: `ToolError` in place of `CallFailure`; any other error as it is.
  static func unwrapped<Result>(_ calls: () async throws -> Result) async throws -> Result {
    do {
      return try await calls()
    } catch let failure as CallFailure {
      throw failure.error
    }
  }
}
