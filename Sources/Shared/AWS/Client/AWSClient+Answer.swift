import Toolkit

extension AWSClient {
  /// The error for an answer that the service itself would not send.
  ///
  /// - Parameter retries: As the text that follows the operation; empty where there were none.
  func unexpected(
    _ operation: String,
    reason: String,
    code: ToolError.Code = .response,
    retries: String = ""
  ) -> ToolError {
    ToolError(
      code,
      message:
        "\(target.endpoint) does not answer \(operation) as \(target.service.name) does\(retries): \(reason)",
      next: target.misdirectsCognito
        ? .misdirectedCognito(source: target.endpointSource ?? "") : .isItTheAddress,
      operation: operation,
      place: target.endpoint.description
    )
  }
}

extension AWSClient.Answer {
  /// The answer as a tree.
  func document(of operation: String, from client: AWSClient) throws(ToolError) -> JSONValue {
    do {
      return try JSONValue(parsing: body)
    } catch {
      throw client.unexpected(operation, reason: error.description)
    }
  }
}
