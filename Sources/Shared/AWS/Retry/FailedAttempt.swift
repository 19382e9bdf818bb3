import Toolkit

/// A failed attempt, with what the next step depends on.
struct FailedAttempt: Error {
  let error: ToolError
  /// How long the server asked to wait.
  var retryAfter: Duration?
  /// Whether it was refused because of the time that it was signed with.
  var showsWrongClock = false
}
