/// Sends a service's operations: signs each attempt, sends it, and sends again what may be sent again.
package struct AWSClient: Sendable {
  package let target: AWSTarget
  let transport: any HTTPTransport
  let console: Console
  let timeouts: Timeouts
  let retries: RetryPolicy
  /// Where requests of the client's own making run, such as that for a next page; nil for anywhere.
  let executor: (any TaskExecutor)?

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
    var paused = Duration.zero
    var attempt = 1
    while true {
      let response = try await answer(to: operation, body, attempt: attempt)
      let failure: ToolError
      switch response.result {
      case .success(let body): return Answer(body: body, attempts: attempt)
      case .failure(let error): failure = error
      }
      let verdict = RetryPolicy.verdict(on: failure, at: target.endpoint)
      let pause = retries.pause(after: attempt, isThrottled: verdict == .throttled, wish: response.retryAfter)
      guard verdict != .permanent, attempt < retries.maximumAttempts, paused + pause <= retries.budget else {
        throw told(failure, operation, attempt)
      }
      console.trace("\(operation): \(failure.message); again in \(pause.milliseconds) ms")
      try await Task.sleep(for: pause)
      paused += pause
      attempt += 1
    }
  }
}

// MARK: - One attempt

extension AWSClient {
  private struct Outcome {
    let result: Result<[UInt8], ToolError>
    /// How long the server wants us to wait.
    var retryAfter: Duration?
  }

  /// Only cancellation is thrown; what else goes wrong is an outcome to be judged.
  private func answer(to operation: String, _ body: [UInt8], attempt: Int) async throws -> Outcome {
    let request = try await signed(operation, body, attempt: attempt)
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
      return Outcome(result: result, retryAfter: wish)
    } catch let error as ToolError {
      return Outcome(result: .failure(error))
    }
  }

  private func signed(_ operation: String, _ body: [UInt8], attempt: Int) async throws -> HTTPRequest {
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
    return signer.sign(request, at: .now())
  }
}

// MARK: - Telling what went wrong

extension AWSClient {
  /// The failure as the user reads it: what was called, where, why, and what to do.
  private func told(_ failure: ToolError, _ operation: String, _ attempts: Int) -> ToolError {
    let retried = attempts > 1 ? " (reached max retries: \(attempts - 1))" : ""
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
