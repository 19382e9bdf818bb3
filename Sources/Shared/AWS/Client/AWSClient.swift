import Toolkit

/// Sends a service's operations: signs each attempt, sends it, and retries where the policy allows it.
package struct AWSClient: Sendable {
  package let target: AWSTarget
  let transport: any HTTPTransport
  let console: Console
  let timeouts: Timeouts
  let retries: RetryPolicy
  /// The executor of tasks that the client starts, such as fetching a next page; nil for the default one.
  let executor: (any TaskExecutor)?
  /// The clock to sign with.
  let clock: ClockSkew
  /// The clock of the pauses between attempts.
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

  /// How far this machine's clock is ahead of the service's, to the second; nil before an answer that has a
  /// time.
  package var clockLead: Duration? { clock.knownLead }

  /// The time by the service's clock, to the second; by this machine's before an answer that has a time.
  var serviceTime: Timestamp { clock.serviceTime }

  /// The result of an operation.
  package struct Answer: Sendable {
    /// A document of which only the first and the last byte are checked.
    package let body: [UInt8]
    /// The attempts it took, from 1.
    package let attempts: Int
    /// Whether an earlier attempt, whose answer was lost, may have been carried out as well.
    let earlierAttemptMayHaveSucceeded: Bool
  }

  /// Performs an operation.
  ///
  /// - Parameters:
  ///   - operation: Its name, such as `Scan`.
  ///   - body: Its input as a JSON document, the same for each attempt.
  ///   - table: The table that it is about; for errors.
  ///   - secret: A part of the body that no message may show.
  /// - Throws: `ToolError` of the last attempt, or `CancellationError`.
  package func call(
    _ operation: String,
    body: [UInt8],
    on table: TableName? = nil,
    secret: String? = nil
  ) async throws -> Answer {
    try await CallFailure.unwrapped {
      try await send(operation, body: body, on: table, secret: secret)
    }
  }

  /// Performs an operation like `call`.
  ///
  /// - Parameter repeatsThrottled: Whether a throttled request is retried here; else the caller does that.
  /// - Throws: `CallFailure`, or `CancellationError`; in a dry run `ToolError` when printing fails.
  func send(
    _ operation: String,
    body: [UInt8],
    on table: TableName? = nil,
    repeatsThrottled: Bool = true,
    secret: String? = nil
  ) async throws -> Answer {
    if console.isDryRun, writes(operation) { return try planned(operation, body: body) }
    let call = Call(operation: operation, body: body, table: table, secret: secret)
    var signer: Credentials?
    let loop = RetryLoop(
      policy: retries,
      endpoint: target.endpoint,
      repeatsThrottled: repeatsThrottled,
      sleep: wallClock.sleep,
      now: wallClock.now,
      renewCredentials: { try await renewCredentials(insteadOf: signer) },
      onWait: { note(call, failed: $0, state: $1, decision: $2) }
    )
    do {
      let (body, state) = try await loop.run { state in
        let outcome = try await outcome(of: call, state: state)
        signer = outcome.signedBy
        return outcome.result.mapError { failedAttempt($0, outcome: outcome) }
      }
      return Answer(
        body: body,
        attempts: state.attempt,
        earlierAttemptMayHaveSucceeded: state.lostAnAnswer
      )
    } catch let end as RetryLoop.GivenUp {
      throw failure(of: call, after: end)
    }
  }

  /// An operation with its input, the same for each attempt.
  struct Call {
    let operation: String
    let body: [UInt8]
    let table: TableName?
    let secret: String?
  }

  /// - Throws: Why no attempt can be made: no credentials, or cancellation.
  private func outcome(of call: Call, state: RetryState) async throws -> Outcome {
    if state.attempt > 1 { record.count() }
    var timeouts = timeouts
    timeouts.attempts = retries.timeoutsLeft(before: state.attempt, after: state.timeouts)
    return try await answer(to: call, attempt: state.attempt, timeouts: timeouts)
  }

  private func failure(of call: Call, after end: RetryLoop.GivenUp) -> CallFailure {
    var error = described(end.failure, operation: call.operation, table: call.table, retries: end.retries)
    error.retries = end.state.attempt - 1
    return CallFailure(
      error: error,
      earlierAttemptMayHaveSucceeded: end.state.lostAnAnswer,
      retryAfter: end.retryAfter
    )
  }

  private func failedAttempt(_ error: ToolError, outcome: Outcome) -> FailedAttempt {
    let correction = clock.correct(after: error, signedAt: outcome.signedAt, serverTime: outcome.serverTime)
    if let correction, correction.isNew { warn(of: correction.ahead) }
    return FailedAttempt(
      error: error,
      retryAfter: outcome.retryAfter,
      showsWrongClock: correction != nil
    )
  }

  private func warn(of ahead: Int64) {
    console.warn(
      "the system clock is \(abs(ahead)) s \(ahead > 0 ? "ahead" : "behind"): signing with the service's time"
    )
  }

  private func renewCredentials(insteadOf refused: Credentials?) async throws -> Bool {
    guard let provider = target.credentials, let refused else { return false }
    return try await provider.renew(insteadOf: refused)
  }

  private func note(
    _ call: Call,
    failed: FailedAttempt,
    state: RetryState,
    decision: RetryDecision
  ) {
    let pause = decision.pause
    console.trace("\(call.operation): \(failed.error.message); again in \(pause.milliseconds) ms")
    if case .waitForServer = decision {
      return record.noteWaiting(
        "\(target.service.name) at \(target.endpoint) does not answer: \(failed.error.inShort); "
          + "it is tried for \(retries.minimumTime.components.seconds) s",
        after: state.elapsed + pause
      )
    }
    record.note(
      "\(call.operation): \(failed.error.inShort); "
        + "trying again (attempt \(state.attempt + 1) of \(retries.maximumAttempts))",
      after: state.elapsed + pause
    )
  }
}

extension ToolError {
  /// The failure of an attempt in a few words.
  fileprivate var inShort: String {
    guard case .service(let error) = code else { return message }
    return error.code == String(error.status) ? "HTTP \(error.code)" : "HTTP \(error.status), \(error.code)"
  }
}
