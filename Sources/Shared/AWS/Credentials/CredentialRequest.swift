import Toolkit

/// A request to a place that gives credentials without a signature, sent as often as that makes sense.
struct CredentialRequest {
  let request: HTTPRequest
  let timeouts: Timeouts
  let retries: RetryPolicy
  let context: CredentialContext

  /// - Returns: The last attempt's answer, whatever its status.
  /// - Throws: `ToolError` with the code `.transport`, naming the place, or `CancellationError`.
  func send() async throws -> HTTPResponse {
    var (attempt, timeoutCount) = (1, 0)
    while true {
      let left = retries.timeoutsLeft(before: attempt, after: timeoutCount)
      let outcome = try await outcome(timeoutsLeft: left)
      if case .failure(let error) = outcome, error.isTimeout { timeoutCount += 1 }
      let pause = retries.pause(after: attempt, isThrottled: false)
      guard isPassing(outcome), attempt < retries.maximumAttempts, timeoutCount < retries.maximumTimeouts
      else {
        return try outcome.get()
      }
      try await context.sleep(pause)
      attempt += 1
    }
  }

  /// Only cancellation is thrown.
  private func outcome(timeoutsLeft: Int) async throws -> Result<HTTPResponse, ToolError> {
    var timeouts = timeouts
    timeouts.attempts = timeoutsLeft
    do {
      let response = try await context.transport.send(request, timeouts: timeouts)
      context.console.trace("\(request.method.rawValue) \(request.endpoint.origin): HTTP \(response.status)")
      return .success(response)
    } catch let error as ToolError {
      context.console.trace("\(request.method.rawValue) \(request.endpoint.origin): \(error.message)")
      let message = "cannot reach \(request.endpoint.origin): \(error.message)"
      return .failure(ToolError(error.code, message))
    }
  }

  private func isPassing(_ outcome: Result<HTTPResponse, ToolError>) -> Bool {
    switch outcome {
    case .success(let response): response.status >= 500 || response.status == 429
    case .failure(let error): RetryPolicy.verdict(on: error, at: request.endpoint) != .permanent
    }
  }
}
