import Toolkit

/// Sends a service's operations: signs each attempt, sends it, and sends again what may be sent again.
package struct AWSClient: Sendable {
  package let target: AWSTarget
  let transport: any HTTPTransport
  let console: Console
  let timeouts: Timeouts
  let retries: RetryPolicy
  /// Where requests of the client's own making run, such as that for a next page; nil for anywhere.
  let executor: (any TaskExecutor)?
  /// What time it is by the service's clock.
  let clock: ClockSkew
  /// By which the pauses between attempts are made.
  let wallClock: WallClock
  let record: RetryRecord

  package init(
    _ target: AWSTarget,
    transport: any HTTPTransport,
    console: Console,
    timeouts: Timeouts,
    retries: RetryPolicy,
    executor: (any TaskExecutor)? = nil,
    record: RetryRecord? = nil,
    wallClock: WallClock = .system
  ) {
    self.target = target
    self.transport = transport
    self.console = console
    self.timeouts = timeouts
    self.retries = retries
    self.executor = executor
    clock = ClockSkew(wallClock)
    self.wallClock = wallClock
    self.record = record ?? RetryRecord(console)
  }

  /// What an operation brought.
  package struct Answer: Sendable {
    /// A JSON object, as far as its first byte tells.
    package let body: [UInt8]
    /// The attempts it took, from 1.
    package let attempts: Int
    /// Whether an earlier attempt, whose answer was lost, may have been carried out as well.
    let answersRepetition: Bool
  }

  /// Performs an operation.
  ///
  /// - Parameters:
  ///   - operation: Its name, such as `Scan`.
  ///   - body: Its input as a JSON document. It goes out unchanged with each attempt.
  ///   - table: The table that it is about; for errors.
  ///   - repeatsThrottled: Whether a request that was refused because of too much traffic is sent again; else the
  ///     caller does that.
  ///   - secret: What the body holds that no message may repeat.
  /// - Throws: `ToolError` of the last attempt, told in full, or `CancellationError`.
  package func call(
    _ operation: String,
    _ body: [UInt8],
    on table: String? = nil,
    repeatsThrottled: Bool = true,
    secret: String? = nil
  ) async throws -> Answer {
    if console.isDryRun, writes(operation) { return try planned(operation, body) }
    var run = Run(operation: operation, table: table, repeatsThrottled: repeatsThrottled, secret: secret)
    while true {
      let outcome = try await attempt(run, body)
      switch outcome.result {
      case .success(let body):
        return Answer(body: body, attempts: run.attempt, answersRepetition: run.lostAnAnswer)
      case .failure(let failure): try await prepareNext(&run, failure, outcome)
      }
    }
  }

  /// - Throws: What keeps an attempt from being made: no credentials, or cancellation.
  private func attempt(_ run: Run, _ body: [UInt8]) async throws -> Outcome {
    do {
      var timeouts = timeouts
      timeouts.attempts = retries.timeoutsLeft(before: run.attempt, after: run.timeouts)
      return try await answer(
        to: run.operation,
        body,
        attempt: run.attempt,
        timeouts: timeouts,
        secret: run.secret
      )
    } catch let error as ToolError {
      throw error.answeringRepetition(run.lostAnAnswer)
    }
  }

  /// How far a call has come.
  private struct Run {
    let operation: String
    let table: String?
    let repeatsThrottled: Bool
    let secret: String?
    let start = ContinuousClock.now
    var attempt = 1
    var paused = Duration.zero
    /// How many attempts have ended by a timeout.
    var timeouts = 0
    /// Whether the service may have done what an attempt asked for without our learning of it.
    var lostAnAnswer = false
    var hasCorrectedClock = false
    var hasRenewedCredentials = false
  }

  /// Waits as long as it takes before the next attempt, or throws the failure where there must be none.
  private func prepareNext(_ run: inout Run, _ failure: ToolError, _ outcome: Outcome) async throws {
    let correction = clock.correct(
      after: failure,
      signedAt: outcome.signedAt,
      serverTime: outcome.serverTime
    )
    if !run.hasCorrectedClock, let correction {
      if correction.isNew { warn(of: correction.ahead) }
      run.hasCorrectedClock = true
    } else if !run.hasRenewedCredentials, failure.saysExpired, try await renewCredentials(outcome, run) {
      run.hasRenewedCredentials = true
    } else {
      if failure.isTimeout { run.timeouts += 1 }
      let pause = try pause(after: failure, run, wish: outcome.retryAfter)
      run.lostAnAnswer = run.lostAnAnswer || failure.mayHaveBeenDone
      tell(failure, run, pause)
      try await wallClock.sleep(pause)
      run.paused += pause
    }
    run.attempt += 1
    record.count()
  }

  private func warn(of ahead: Int64) {
    console.warn(
      "the system clock is \(abs(ahead)) s \(ahead > 0 ? "ahead" : "behind"): signing with the service's time"
    )
  }

  /// - Throws: The failure, told in full, when it is final or nothing is left to try.
  private func pause(after failure: ToolError, _ run: Run, wish: Duration?) throws -> Duration {
    let verdict = RetryPolicy.verdict(on: failure, at: target.endpoint)
    let pause = retries.pause(after: run.attempt, isThrottled: verdict == .throttled, wish: wish)
    let isFinal = verdict == .permanent || verdict == .throttled && !run.repeatsThrottled
    guard !isFinal, run.attempt < retries.maximumAttempts, run.timeouts < retries.maximumTimeouts,
      run.paused + pause <= retries.budget
    else {
      var error = described(failure, run.operation, table: run.table, retries: isFinal ? 0 : run.attempt - 1)
      error.retries = run.attempt - 1
      throw error.answeringRepetition(run.lostAnAnswer)
    }
    return pause
  }

  private func renewCredentials(_ outcome: Outcome, _ run: Run) async throws -> Bool {
    guard let provider = target.credentials, let refused = outcome.signedBy else { return false }
    do {
      return try await provider.renew(insteadOf: refused)
    } catch let error as ToolError {
      throw error.answeringRepetition(run.lostAnAnswer)
    }
  }

  private func tell(_ failure: ToolError, _ run: Run, _ pause: Duration) {
    console.trace("\(run.operation): \(failure.message); again in \(pause.milliseconds) ms")
    record.note(
      "\(run.operation): \(failure.inShort); trying again (attempt \(run.attempt + 1) of \(retries.maximumAttempts))",
      after: ContinuousClock.now - run.start + pause
    )
  }
}

extension ToolError {
  /// What an attempt failed by, in a few words.
  fileprivate var inShort: String {
    guard case .service(let error) = code else { return message }
    return error.code == String(error.status) ? "HTTP \(error.code)" : "HTTP \(error.status), \(error.code)"
  }
}
