import Toolkit

/// A service's answer to a request, read in layers: HTTP status, error document, its code and message.
struct AWSAnswer {
  let response: HTTPResponse

  /// The answer's document.
  ///
  /// - Throws: `ToolError` with the code `.service` for an error of the service, `.response` when the answer
  ///   is not from an AWS service, `.truncatedResponse` when the document is damaged.
  func document() throws(ToolError) -> [UInt8] {
    if let checksum = response.headers["x-amz-crc32"].flatMap({ UInt32($0) }),
      checksum != CRC32.checksum(response.body)
    {
      throw ToolError(
        .truncatedResponse,
        message: "its checksum is not that of the \(response.body.count) bytes received"
      )
    }
    if response.status == 200, isDocument { return response.body }
    if response.status == 200 {
      let code: ToolError.Code = isFromAWS ? .truncatedResponse : .response
      throw ToolError(code, message: "the answer is not a JSON document: \(excerpt)")
    }
    throw serviceError()
  }

  /// Checks the first and the last byte only; the caller parses the whole document.
  private var isDocument: Bool {
    let isText = { (byte: UInt8) in !Self.whiteSpace.contains(byte) }
    return response.body.first(where: isText) == UInt8(ascii: "{")
      && response.body.last(where: isText) == UInt8(ascii: "}")
  }

  private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

  /// DynamoDB, DynamoDB Local, moto and dynalite all send a request id.
  private var isFromAWS: Bool {
    response.headers["x-amzn-RequestId"] != nil || response.headers["x-amz-crc32"] != nil
  }

  /// The error document
  /// `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}`.
  private func serviceError() -> ToolError {
    let document = try? JSONValue(parsing: response.body)
    guard let type = document?["__type"]?.string, !type.isEmpty else {
      // Errors of IAM's, which checks requests before the service does, are XML.
      return XMLText(response.body.prefix(1 << 16)).error(status: response.status) ?? withoutDocument()
    }
    let start = String(type.unicodeScalars.prefix(1_000))
    let name = start.prefix { $0 != ":" }.split(separator: "#").last.map(String.init) ?? start
    let message = document?["message"]?.string ?? document?["Message"]?.string ?? ""
    let reasons = document?["CancellationReasons"]?.array?.map { $0["Code"]?.string ?? "None" }
    let error = ServiceError(
      serverCode: name,
      message: message,
      status: response.status,
      cancellationReasons: reasons ?? []
    )
    return ToolError(.service(error), message: error.message)
  }

  /// A 503 in HTML comes from AWS's load balancer; a 404 comes from another web server.
  private func withoutDocument() -> ToolError {
    let error = ServiceError(code: String(response.status), message: excerpt, status: response.status)
    if response.status >= 500 && response.status != 501 || response.status == 429 || isFromAWS {
      return ToolError(.service(error), message: error.message)
    }
    return ToolError(.response, message: "\(response.statusText), \(excerpt)")
  }

  /// The first characters of the body, for messages.
  private var excerpt: String {
    let text = String(decoding: response.body.prefix(120), as: UTF8.self).onOneLine
    return text.isEmpty ? "an empty body" : "\"\(text.prefix(80))\""
  }
}

extension AWSService {
  /// The document of a response of this service; throws as `AWSAnswer` does.
  func document(of response: HTTPResponse) throws(ToolError) -> [UInt8] {
    targetPrefix == nil
      ? try QueryAnswer(response: response).document() : try AWSAnswer(response: response).document()
  }
}
