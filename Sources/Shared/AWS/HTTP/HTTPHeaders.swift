import Toolkit

/// Header fields in their order; names are case-insensitive.
package struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral, Redacted {
  package private(set) var fields: [(name: String, value: String)]

  /// Shows only the names: values may be tokens and signatures.
  package var description: String { "HTTPHeaders(\(fields.map(\.name).joined(separator: ", ")))" }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The first value of that name; setting it replaces all of them, nil removes them.
  package subscript(name: String) -> String? {
    get {
      let wanted = name.lowercased()
      return fields.first { $0.name.lowercased() == wanted }?.value
    }
    set {
      let wanted = name.lowercased()
      fields.removeAll { $0.name.lowercased() == wanted }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// Adds a field, also where there is one of the same name.
  package mutating func append(_ name: String, value: String) {
    fields.append((name, value))
  }
}

extension HTTPHeaders {
  /// Checks names and values: a line break in a token would begin another field.
  ///
  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)`, naming the field but not its value.
  func check() throws(ToolError) {
    for (name, value) in fields {
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit(or: "!#$%&'*+-.^_`|~") }) else {
        let shown = name.onOneLine(atMost: 100)
        throw ToolError(
          .transport(.invalidRequest),
          message: "\"\(shown)\" cannot be the name of a header field"
        )
      }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
        throw ToolError(
          .transport(.invalidRequest),
          message: "the header field \(name) would hold a line break or another control character"
        )
      }
    }
  }
}
