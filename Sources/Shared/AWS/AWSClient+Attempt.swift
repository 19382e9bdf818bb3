/// One attempt at an operation.
extension AWSClient {
  /// How an attempt ended.
  struct Outcome {
    let result: Result<[UInt8], ToolError>
    /// How long the server wants us to wait.
    var retryAfter: Duration?
    /// What time the attempt was signed with.
    let signedAt: Timestamp
    /// What time it is there.
    var serverTime: Timestamp?
  }

  /// Only cancellation is thrown; what else goes wrong is an outcome to be judged.
  func answer(to operation: String, _ body: [UInt8], attempt: Int) async throws -> Outcome {
    let signedAt = clock.now
    let request = try await signed(operation, body, at: signedAt)
    let start = ContinuousClock.now
    do {
      let response = try await transport.send(request, timeouts: timeouts)
        .hiding(request.headers["X-Amz-Security-Token"])
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
