import Toolkit

/// Makes attempts until one succeeds or the policy gives up. All calls of AWS's operations and all requests
/// for credentials go through it; within one call nothing else sends a request again.
struct RetryLoop {
  let policy: RetryPolicy
  let endpoint: Endpoint
  var repeatsThrottled = true
  let sleep: @Sendable (Duration) async throws -> Void
  let now: @Sendable () -> Timestamp
  /// Fetches new credentials in place of the refused ones. Returns whether there are any.
  var renewCredentials: () async throws -> Bool = { false }
  /// Called before each wait.
  var onWait: (FailedAttempt, RetryState, RetryDecision) -> Void = { _, _, _ in }

  /// Why there is no result.
  struct GivenUp: Error {
    let failure: ToolError
    let state: RetryState
    /// How many retries there were, where the attempts have run out; else 0.
    let retries: Int
    /// How long the server asked to wait.
    let retryAfter: Duration?
  }

  /// - Throws: `GivenUp`; `CallFailure` for the `ToolError` that `attempt` throws when no attempt can be
  ///   made, or `renewCredentials`; any other error of theirs as it is.
  func run<Value>(
    _ attempt: (RetryState) async throws -> Result<Value, FailedAttempt>
  ) async throws -> (value: Value, state: RetryState) {
    var state = RetryState()
    let start = now()
    while true {
      switch try await ending(state, for: { try await attempt(state) }) {
      case .success(let value): return (value, state)
      case .failure(let failed):
        // At least the sum of the pauses: the wall clock may be set back.
        state.elapsed = max(state.paused, now().since(start))
        try await prepare(&state, after: failed)
      }
    }
  }

  private func prepare(_ state: inout RetryState, after failed: FailedAttempt) async throws {
    var decision = decide(failed, state: state)
    if decision == .renewCredentials {
      state.hasRenewedCredentials = true
      if try await !ending(state, for: renewCredentials) { decision = decide(failed, state: state) }
    }
    switch decision {
    case .giveUp(let hasRunOut):
      throw GivenUp(
        failure: failed.error,
        state: state,
        retries: hasRunOut ? state.attempt - 1 : 0,
        retryAfter: failed.retryAfter
      )
    case .correctClock: state.hasCorrectedClock = true
    case .renewCredentials: break
    case .wait(let pause), .waitForServer(let pause):
      if failed.error.isTimeout { state.timeouts += 1 }
      state.lostAnAnswer = state.lostAnAnswer || failed.error.mayHaveBeenDone
      onWait(failed, state, decision)
      try await sleep(pause)
      state.paused += pause
    }
    state.attempt += 1
  }

  private func decide(_ failed: FailedAttempt, state: RetryState) -> RetryDecision {
    policy.decision(after: failed, state: state, at: endpoint, repeatsThrottled: repeatsThrottled)
  }

  /// Performs a step whose error ends the call.
  private func ending<Result>(
    _ state: RetryState,
    for step: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await step()
    } catch let error as ToolError {
      throw CallFailure(error: error, earlierAttemptMayHaveSucceeded: state.lostAnAnswer)
    }
  }
}
