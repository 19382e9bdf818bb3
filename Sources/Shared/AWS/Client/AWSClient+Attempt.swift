import Toolkit

/// One attempt at an operation.
extension AWSClient {
  /// How an attempt ended.
  struct Outcome {
    let result: Result<[UInt8], ToolError>
    /// How long the server asked to wait.
    var retryAfter: Duration?
    /// The time that the attempt was signed with.
    let signedAt: Timestamp
    /// Nil where it was not signed.
    let signedBy: Credentials?
    /// The server's time, from the Date field.
    var serverTime: Timestamp?
  }

  /// Signs and sends. A failure after the signing is an outcome, and not thrown.
  ///
  /// - Throws: Why it cannot be signed, or `CancellationError`.
  func answer(
    to call: Call,
    attempt: Int,
    timeouts: Timeouts
  ) async throws -> Outcome {
    let credentials = try await target.credentials?.credentials()
    // Read the clock after this: the user may have had to type an MFA code.
    let signedAt = clock.now
    let request = signed(call, by: credentials, at: signedAt)
    let start = ContinuousClock.now
    let isWrite = writes(call.operation)
    if isWrite { console.writes.begin() }
    do {
      let response = try await transport.send(request, timeouts: timeouts)
      if isWrite { console.writes.end() }
      let elapsed = (ContinuousClock.now - start).milliseconds
      console.trace(
        "\(call.operation) \(target.endpoint) attempt \(attempt): HTTP \(response.status), "
          + "\(response.body.count) bytes, \(elapsed) ms"
      )
      let service = target.service
      let result = Result { () throws(ToolError) in try service.document(of: response) }
        .mapError { $0.hiding(credentials?.sessionToken).hiding(call.secret) }
      let retryAfter = response.headers["x-amz-retry-after"].flatMap { Int($0) }.map {
        Duration.milliseconds($0)
      }
      let time = response.headers["Date"].flatMap { Timestamp(httpDate: $0) }
      if let time { clock.note(time) }
      return Outcome(
        result: result,
        retryAfter: retryAfter,
        signedAt: signedAt,
        signedBy: credentials,
        serverTime: time
      )
    } catch let error as ToolError {
      if isWrite { console.writes.end() }
      return Outcome(result: .failure(error), signedAt: signedAt, signedBy: credentials)
    }
  }

  private func signed(
    _ call: Call,
    by credentials: Credentials?,
    at date: Timestamp
  ) -> HTTPRequest {
    let type = target.service.contentType
    var request = HTTPRequest(.post, at: target.endpoint, headers: ["Content-Type": type], body: call.body)
    request.headers["X-Amz-Target"] = target.service.targetPrefix.map { "\($0).\(call.operation)" }
    guard let credentials else { return request }
    return SigV4(credentials: credentials, region: target.region, service: target.service.id)
      .sign(request, at: date)
  }
}
