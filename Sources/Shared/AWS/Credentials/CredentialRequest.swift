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
    var attempt = 1
    while true {
      let outcome = try await outcome()
      let pause = retries.pause(after: attempt, isThrottled: false)
      guard isPassing(outcome), attempt < retries.maximumAttempts else { return try outcome.get() }
      try await context.sleep(pause)
      attempt += 1
    }
  }

  /// Only cancellation is thrown.
  private func outcome() async throws -> Result<HTTPResponse, ToolError> {
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
