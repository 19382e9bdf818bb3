import Toolkit

/// Makes attempt after attempt until one succeeds or the policy gives up. All requests of the suite go through it: nobody else
/// sends one again.
struct RetryLoop {
  let policy: RetryPolicy
  let endpoint: Endpoint
  var repeatsThrottled = true
  let sleep: @Sendable (Duration) async throws -> Void
  /// Fetches other credentials than those that were refused. Returns whether there are any.
  var renewCredentials: () async throws -> Bool = { false }
  /// Is told of each wait before it begins.
  var onWait: (FailedAttempt, RetryState, Duration) -> Void = { _, _, _ in }

  /// Why there is no result.
  struct GivenUp: Error {
    let failure: ToolError
    let state: RetryState
    /// How many retries there were, when they are what ran out; else 0.
    let retries: Int
  }

  /// - Throws: `GivenUp`, and whatever `attempt` throws: what keeps an attempt from being made.
  func run<Value>(
    _ attempt: (RetryState) async throws -> Result<Value, FailedAttempt>
  ) async throws -> (value: Value, state: RetryState) {
    var state = RetryState()
    while true {
      switch try await attempt(state) {
      case .success(let value): return (value, state)
      case .failure(let failed): try await prepare(&state, after: failed)
      }
    }
  }

  private func prepare(_ state: inout RetryState, after failed: FailedAttempt) async throws {
    var decision = decide(failed, state)
    if decision == .renewCredentials {
      state.hasRenewedCredentials = true
      if try await !renewed(state) { decision = decide(failed, state) }
    }
    switch decision {
    case .giveUp(let hasRunOut):
      throw GivenUp(failure: failed.error, state: state, retries: hasRunOut ? state.attempt - 1 : 0)
    case .correctClock: state.hasCorrectedClock = true
    case .renewCredentials: break
    case .wait(let pause):
      if failed.error.isTimeout { state.timeouts += 1 }
      state.lostAnAnswer = state.lostAnAnswer || failed.error.mayHaveBeenDone
      onWait(failed, state, pause)
      try await sleep(pause)
      state.paused += pause
    }
    state.attempt += 1
  }

  private func decide(_ failed: FailedAttempt, _ state: RetryState) -> RetryDecision {
    policy.decision(after: failed, state, at: endpoint, repeatsThrottled: repeatsThrottled)
  }

  private func renewed(_ state: RetryState) async throws -> Bool {
    do {
      return try await renewCredentials()
    } catch let error as ToolError {
      throw error.answeringRepetition(state.lostAnAnswer)
    }
  }
}
