import Toolkit

/// What to do after a failed attempt.
enum RetryDecision: Equatable {
  /// - Parameter hasRunOut: Whether the failure is transient, but attempts or time have run out.
  case giveUp(hasRunOut: Bool)
  /// Send it again after a pause.
  case wait(Duration)
  /// Send it again after a pause: the usual attempts are used up, but the server may be starting up.
  case waitForServer(Duration)
  /// Send it again immediately, signed with the service's time.
  case correctClock
  /// Send it again immediately with new credentials, if there are any; else give up.
  case renewCredentials
}

extension RetryDecision {
  /// How long to wait before the next attempt.
  var pause: Duration {
    switch self {
    case .wait(let pause), .waitForServer(let pause): pause
    case .giveUp, .correctClock, .renewCredentials: .zero
    }
  }
}

extension RetryPolicy {
  /// Decides what to do after a failed attempt. This is a pure function.
  ///
  /// - Parameter repeatsThrottled: Whether a throttled request is sent again.
  func decision(
    after failed: FailedAttempt,
    state: RetryState,
    at endpoint: Endpoint,
    repeatsThrottled: Bool = true
  ) -> RetryDecision {
    if failed.showsWrongClock, !state.hasCorrectedClock { return .correctClock }
    if failed.error.saysExpired, !state.hasRenewedCredentials { return .renewCredentials }
    let verdict = Self.verdict(on: failed.error, at: endpoint)
    let isRetryable = verdict == .transient || verdict == .throttled && repeatsThrottled
    let timeouts = state.timeouts + (failed.error.isTimeout ? 1 : 0)
    let pause = pause(
      after: state.attempt,
      isThrottled: verdict == .throttled,
      retryAfter: failed.retryAfter
    )
    let isLeft =
      state.attempt < maximumAttempts && timeouts < maximumTimeouts && state.paused + pause <= budget
    if isRetryable, isLeft { return .wait(pause) }
    return waits(after: failed.error, elapsed: state.elapsed)
      ? .waitForServer(waitingPause(pause, elapsed: state.elapsed)) : .giveUp(hasRunOut: isRetryable)
  }
}
