import Synchronization

/// Sends a service's operations: signs each attempt, sends it, and sends again what may be sent again.
package struct AWSClient: Sendable {
  package let target: AWSTarget
  let transport: any HTTPTransport
  let console: Console
  let timeouts: Timeouts
  let retries: RetryPolicy
  /// Where requests of the client's own making run, such as that for a next page; nil for anywhere.
  let executor: (any TaskExecutor)?
  private let clock = ClockSkew()
  private let retryCount = RetryCount()

  /// How many requests had to be sent again so far.
  var retriesMade: Int { retryCount.value.load(ordering: .relaxed) }

  /// For the end of a note: `, 3 requests were sent again`; empty when none was.
  package var retriesText: String {
    switch retriesMade {
    case 0: ""
    case 1: ", 1 request was sent again"
    default: ", \(retriesMade) requests were sent again"
    }
  }

  package init(
    _ target: AWSTarget,
    transport: any HTTPTransport,
    console: Console,
    timeouts: Timeouts,
    retries: RetryPolicy,
    executor: (any TaskExecutor)? = nil
  ) {
    self.target = target
    self.transport = transport
    self.console = console
    self.timeouts = timeouts
    self.retries = retries
    self.executor = executor
  }

  /// What an operation brought.
  package struct Answer: Sendable {
    /// A JSON object, as far as its first byte tells.
    package let body: [UInt8]
    /// The attempts it took, from 1.
    package let attempts: Int
  }

  /// Performs an operation.
  ///
  /// - Parameters:
  ///   - operation: Its name, such as `Scan`.
  ///   - body: Its input as a JSON document. It goes out unchanged with each attempt.
  /// - Throws: `ToolError` of the last attempt, told in full, or `CancellationError`.
  package func call(_ operation: String, _ body: [UInt8]) async throws -> Answer {
    var run = Run()
    while true {
      let outcome = try await answer(to: operation, body, attempt: run.attempt)
      switch outcome.result {
      case .success(let body): return Answer(body: body, attempts: run.attempt)
      case .failure(let failure): try await prepareNext(&run, operation, failure, outcome)
      }
    }
  }

  /// How far a call has come.
  private struct Run {
    var attempt = 1
    var paused = Duration.zero
    /// Whether the service may have done what an attempt asked for without our learning of it.
    var lostAnAnswer = false
    var hasCorrectedClock = false
  }

  /// Waits as long as it takes before the next attempt, or throws the failure where there must be none.
  private func prepareNext(
    _ run: inout Run,
    _ operation: String,
    _ failure: ToolError,
    _ outcome: Outcome
  ) async throws {
    let ahead = clock.correct(after: failure, signedAt: outcome.signedAt, serverTime: outcome.serverTime)
    if !run.hasCorrectedClock, let ahead {
      console.warn(
        "the system clock is \(abs(ahead)) s \(ahead > 0 ? "ahead" : "behind"): signing with the service's time"
      )
      run.hasCorrectedClock = true
    } else {
      let verdict = RetryPolicy.verdict(on: failure, at: target.endpoint)
      let pause = retries.pause(
        after: run.attempt,
        isThrottled: verdict == .throttled,
        wish: outcome.retryAfter
      )
      let isAllowed = run.attempt < retries.maximumAttempts && run.paused + pause <= retries.budget
      guard verdict != .permanent, isAllowed else {
        throw told(failure, operation, retries: verdict == .permanent ? 0 : run.attempt - 1)
          .answeringRepetition(run.lostAnAnswer)
      }
      console.trace("\(operation): \(failure.message); again in \(pause.milliseconds) ms")
      try await Task.sleep(for: pause)
      run.paused += pause
      run.lostAnAnswer = run.lostAnAnswer || failure.mayHaveBeenDone
    }
    run.attempt += 1
    retryCount.value.add(1, ordering: .relaxed)
  }
}

/// Shared by all copies of a client.
private final class RetryCount: Sendable {
  let value = Atomic<Int>(0)
}

// MARK: - One attempt

extension AWSClient {
  private struct Outcome {
    let result: Result<[UInt8], ToolError>
    /// How long the server wants us to wait.
    var retryAfter: Duration?
    /// What time the attempt was signed with.
    let signedAt: Timestamp
    /// What time it is there.
    var serverTime: Timestamp?
  }

  /// Only cancellation is thrown; what else goes wrong is an outcome to be judged.
  private func answer(to operation: String, _ body: [UInt8], attempt: Int) async throws -> Outcome {
    let signedAt = clock.now
    let request = try await signed(operation, body, at: signedAt)
    let start = ContinuousClock.now
    do {
      let response = try await transport.send(request, timeouts: timeouts)
      let elapsed = (ContinuousClock.now - start).milliseconds
      console.trace(
        "\(operation) \(target.endpoint) attempt \(attempt): HTTP \(response.status), "
          + "\(response.body.count) bytes, \(elapsed) ms"
      )
      let answer = AWSAnswer(response: response)
      let result = Result { () throws(ToolError) in try answer.document() }
      let wish = response.headers["x-amz-retry-after"].flatMap { Int($0) }.map { Duration.milliseconds($0) }
      let time = response.headers["Date"].flatMap { Timestamp(httpDate: $0) }
      return Outcome(result: result, retryAfter: wish, signedAt: signedAt, serverTime: time)
    } catch let error as ToolError {
      return Outcome(result: .failure(error), signedAt: signedAt)
    }
  }

  private func signed(_ operation: String, _ body: [UInt8], at date: Timestamp) async throws -> HTTPRequest {
    let request = HTTPRequest(
      .post,
      target.endpoint,
      headers: [
        "Content-Type": target.service.contentType,
        "X-Amz-Target": "\(target.service.targetPrefix).\(operation)",
      ],
      body: body
    )
    let signer = SigV4(
      credentials: try await target.credentials.credentials(),
      region: target.region,
      service: target.service.id
    )
    return signer.sign(request, at: date)
  }
}

// MARK: - Telling what went wrong

extension AWSClient {
  /// The failure as the user reads it: what was called, where, why, and what to do.
  ///
  /// - Parameter retries: How many there were, when they are what ran out.
  private func told(_ failure: ToolError, _ operation: String, retries: Int) -> ToolError {
    let retried = retries > 0 ? " (reached max retries: \(retries))" : ""
    switch failure.code {
    case .service(let error):
      let reason = error.message.isEmpty ? "the service gave no reason" : error.message
      return ToolError(
        failure.code,
        "An error occurred (\(error.code)) when calling the \(operation) operation\(retried): \(reason)",
        hint: hint(for: error),
        cause: failure
      )
    case .transport(let transport):
      return ToolError(
        failure.code,
        "cannot reach \(target.service.name) at \(target.endpoint) for \(operation)\(retried): \(failure.message)",
        hint: hint(for: transport),
        cause: failure
      )
    case .response, .truncatedResponse:
      return ToolError(
        failure.code,
        "\(target.endpoint) does not answer \(operation) as \(target.service.name) does\(retried): \(failure.message)",
        hint: "Is it the right address? It comes from --endpoint-url or AWS_ENDPOINT_URL; see --verbose",
        cause: failure
      )
    default:
      return failure
    }
  }

  private func hint(for failure: TransportFailure) -> String {
    switch failure {
    case .cannotConnect where target.endpoint.isLocal:
      "Is the local stack up? Start it with: scripts/stack up"
    case .certificate: "If your network has its own certificate authority, name its file in AWS_CA_BUNDLE"
    case .proxy: "Check HTTPS_PROXY and HTTP_PROXY"
    case .unknownHost: "Check the region (\(target.region)), the endpoint and the network"
    default: "Check the network and the endpoint, then run the command again"
    }
  }

  private func hint(for error: ServiceError) -> String {
    let place = "\(target.endpoint), region \(target.region), profile \(target.profile.name)"
    switch error.code {
    case "UnrecognizedClientException" where target.endpoint.isLocal:
      return "\(place): DynamoDB Local takes access keys of letters and digits only"
    case "UnrecognizedClientException", "InvalidSignatureException", "InvalidClientTokenId",
      "ExpiredTokenException",
      "IncompleteSignature", "SignatureDoesNotMatch", "MissingAuthenticationToken":
      return "\(place): check the access key and its secret with: aws sts get-caller-identity"
    case "UnknownOperationException":
      return
        "\(place): is this \(target.service.name)? The address comes from --endpoint-url or AWS_ENDPOINT_URL"
    default:
      return place
    }
  }
}
