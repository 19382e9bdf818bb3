import Toolkit

/// Another form of items that come as plain JSON, one a line.
package protocol ItemLines: Sendable {
  /// The items of a page in this form.
  func converted(_ lines: [UInt8]) throws(JSONError) -> [UInt8]
}

extension ItemLines {
  /// The items of the lines.
  func items(in lines: [UInt8]) throws(JSONError) -> [JSONValue] {
    var items: [JSONValue] = []
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      items.append(try JSONValue(parsing: Array(line)))
    }
    return items
  }

  /// An attribute as text: lists and maps are JSON; empty for a missing one and for null.
  ///
  /// - Parameter path: A name, or names with dots between them.
  func text(at path: String, of item: JSONValue) -> String {
    let names = path.split(separator: ".", omittingEmptySubsequences: false)
    let value = names.reduce(item as JSONValue?) { value, name in value?[String(name)] }
    return switch value {
    case nil, .null: ""
    case .string(let text): text
    case .number(let digits): digits
    case .some(let value): value.text(.compact)
    }
  }
}
