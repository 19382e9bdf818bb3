import Toolkit

/// An unsigned request for credentials, with retries.
struct CredentialRequest {
  let request: HTTPRequest
  let timeouts: Timeouts
  let retries: RetryPolicy
  let context: CredentialContext

  /// - Parameters:
  ///   - timeouts: By default those of AWS's services.
  ///   - retries: Likewise.
  init(
    _ request: HTTPRequest,
    in context: CredentialContext,
    timeouts: Timeouts? = nil,
    retries: RetryPolicy? = nil
  ) {
    self.request = request
    self.context = context
    self.timeouts = timeouts ?? context.timeouts
    self.retries = retries ?? context.retries
  }

  /// - Returns: The last attempt's answer, whatever its status.
  /// - Throws: `ToolError` with the code `.transport`, naming the place, or `CancellationError`.
  func send() async throws -> HTTPResponse {
    let loop = RetryLoop(policy: retries, endpoint: request.endpoint, sleep: context.sleep, now: context.now)
    var last: HTTPResponse?
    do {
      return try await loop.run { state in
        last = nil
        var timeouts = timeouts
        timeouts.attempts = retries.timeoutsLeft(before: state.attempt, after: state.timeouts)
        return try await attempt(timeouts).flatMap { response in
          last = response
          return Self.verdict(on: response)
        }
      }.value
    } catch let end as RetryLoop.GivenUp {
      guard let last else { throw end.failure }
      return last
    }
  }

  private func attempt(_ timeouts: Timeouts) async throws -> Result<HTTPResponse, FailedAttempt> {
    let place = "\(request.method.rawValue) \(request.endpoint.origin)"
    do {
      let response = try await context.transport.send(request, timeouts: timeouts)
      context.console.trace("\(place): HTTP \(response.status)")
      return .success(response)
    } catch let error as ToolError {
      context.console.trace("\(place): \(error.message)")
      let message = "cannot reach \(request.endpoint.origin): \(error.message)"
      return .failure(FailedAttempt(error: ToolError(error.code, message: message)))
    }
  }

  /// A refusal is an answer; status 5xx and 429 are failures that may be retried.
  private static func verdict(on response: HTTPResponse) -> Result<HTTPResponse, FailedAttempt> {
    guard response.status >= 500 || response.status == 429 else { return .success(response) }
    let error = ServiceError(code: String(response.status), message: "", status: response.status)
    return .failure(FailedAttempt(error: ToolError(.service(error), message: "HTTP \(response.status)")))
  }
}
