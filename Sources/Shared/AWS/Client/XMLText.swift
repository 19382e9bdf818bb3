import Toolkit

/// The part of XML that is needed to find a few values in an answer. Callers validate the values.
struct XMLText: Redacted {
  private let text: String

  var description: String { "XMLText" }

  init(_ bytes: some Collection<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }

  var isDocument: Bool { text.first { !$0.isWhitespace } == "<" }

  /// The text of the first element of that name without attributes; nil where there is none, or where it has
  /// child elements.
  subscript(name: String) -> String? {
    guard let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    let content = text[start.upperBound..<end.lowerBound]
    return content.contains("<") ? nil : Self.resolved(content)
  }

  /// The error document of a service that answers in XML:
  /// `<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>…</Message></Error></ErrorResponse>`.
  ///
  /// - Returns: Nil where it has no code.
  func error(status: Int) -> ToolError? {
    guard let code = self["Code"], !code.isEmpty,
      code.utf8.allSatisfy({ $0.isLetterOrDigit(or: ".") })
    else { return nil }
    let error = ServiceError(serverCode: code, message: self["Message"] ?? "", status: status)
    return ToolError(.service(error), message: error.message)
  }

  private static let entities = ["lt": "<", "gt": ">", "quot": "\"", "apos": "'", "amp": "&"]

  private static func resolved(_ content: Substring) -> String {
    var parts = content.split(separator: "&", omittingEmptySubsequences: false)
    let first = parts.removeFirst()
    return parts.reduce(into: String(first)) { text, part in
      if let end = part.firstIndex(of: ";"), let character = character(part[..<end]) {
        text += character + part[part.index(after: end)...]
      } else {
        text += "&\(part)"
      }
    }
  }

  private static func character(_ entity: Substring) -> String? {
    guard entity.hasPrefix("#") else { return entities[String(entity)] }
    let number = entity.dropFirst()
    let value = number.hasPrefix("x") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
    return value.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
