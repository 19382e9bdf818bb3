/// What a service of the query protocol answered: an XML document, or an `ErrorResponse` with a code and a message.
struct QueryAnswer {
  let response: HTTPResponse

  /// The answer's document.
  ///
  /// - Throws: `ToolError` with the code `.service` for an error of the service's, `.response` when what answered is no
  ///   such service.
  func document() throws(ToolError) -> [UInt8] {
    let body = XMLText(response.body)
    if response.status == 200 {
      guard body.isDocument else { throw ToolError(.response, "the answer is no XML document") }
      return response.body
    }
    if let code = body["Code"] {
      let message = (body["Message"] ?? "").onOneLine
      throw ToolError(
        .service(ServiceError(code: code.onOneLine, message: message, status: response.status)),
        message
      )
    }
    let status = "HTTP \(response.status)"
    guard response.status >= 500 || response.status == 429 else { throw ToolError(.response, status) }
    let error = ServiceError(code: String(response.status), message: status, status: response.status)
    throw ToolError(.service(error), status)
  }
}

/// As much of XML as picking a few values out of an answer takes. What it finds is judged by whoever wants it.
struct XMLText: Redacted {
  private let text: String

  var description: String { "XMLText" }

  init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  var isDocument: Bool { text.first { !$0.isWhitespace } == "<" }

  /// The text of the first element of that name without attributes; nil where there is none, or where it holds others.
  subscript(name: String) -> String? {
    guard let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    let content = text[start.upperBound..<end.lowerBound]
    return content.contains("<") ? nil : Self.resolved(content)
  }

  private static let entities = ["lt": "<", "gt": ">", "quot": "\"", "apos": "'", "amp": "&"]

  private static func resolved(_ content: Substring) -> String {
    var parts = content.split(separator: "&", omittingEmptySubsequences: false)
    let first = parts.removeFirst()
    return parts.reduce(String(first)) { text, part in
      guard let end = part.firstIndex(of: ";"), let character = character(part[..<end]) else {
        return "\(text)&\(part)"
      }
      return text + character + part[part.index(after: end)...]
    }
  }

  private static func character(_ entity: Substring) -> String? {
    guard entity.hasPrefix("#") else { return entities[String(entity)] }
    let number = entity.dropFirst()
    let value = number.hasPrefix("x") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
    return value.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
