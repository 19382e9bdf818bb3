import Toolkit

extension HTTPResponse {
  /// The reason that an error answer gives, on one line; nil where it has no readable one.
  ///
  /// From a JSON document only the error's code and message are shown, and plain text only if it is a
  /// sentence: a single word may be a key, and an HTML or XML page says no more than the status does.
  var reason: String? {
    guard let document = try? JSONValue(parsing: body) else {
      let text = String(decoding: body.prefix(4_096), as: UTF8.self).onOneLine(atMost: 300)
      return text.contains(" ") && !text.hasPrefix("<") ? text : nil
    }
    return document.reason
  }
}

extension JSONValue {
  /// The code and the message of an error, as the services that give credentials name them.
  var reason: String? {
    func text(_ names: [String]) -> String? {
      names.lazy.compactMap { self[$0]?.string }.first { !$0.isEmpty }?.onOneLine(atMost: 300)
    }
    let parts = [text(["code", "Code", "error"]), text(["message", "Message", "error_description"])]
    let found = parts.compactMap { $0 }
    return found.isEmpty ? nil : found.joined(separator: ": ")
  }
}
