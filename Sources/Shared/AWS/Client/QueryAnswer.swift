import Toolkit

/// The answer of a service of the query protocol: an XML document, or an `ErrorResponse` with a code and a
/// message.
struct QueryAnswer {
  let response: HTTPResponse

  /// The answer's document.
  ///
  /// - Throws: `ToolError` with the code `.service` for an error of the service, `.response` when the answer
  ///   is not from such a service.
  func document() throws(ToolError) -> [UInt8] {
    // STS's answers are a few KB.
    let body = XMLText(response.body.prefix(1 << 16))
    if response.status == 200 {
      guard body.isDocument else { throw ToolError(.response, message: "the answer is not an XML document") }
      return response.body
    }
    if let error = body.error(status: response.status) { throw error }
    let status = response.statusText
    guard response.status >= 500 || response.status == 429 else {
      throw ToolError(.response, message: status)
    }
    let error = ServiceError(code: String(response.status), message: status, status: response.status)
    throw ToolError(.service(error), message: status)
  }
}
