import Toolkit

/// How a document is laid out.
package struct JSONStyle: Sendable {
  /// Blanks per level; nil puts all on one line.
  let indent: Int?
  let sortsKeys: Bool
  /// Whether all but ASCII is escaped.
  let isASCII: Bool
  /// Whether separators on one line have a blank after them.
  var isSpaced = false

  /// The form of requests.
  package static let compact = JSONStyle(indent: nil, sortsKeys: false, isASCII: false)
  /// `json.dumps(x, sort_keys=True, indent=2)`, as the week's Python scripts print.
  package static let week5 = JSONStyle(indent: 2, sortsKeys: true, isASCII: true)
  /// `json.dumps(x, sort_keys=True)`.
  static let pythonLine = JSONStyle(indent: nil, sortsKeys: true, isASCII: true, isSpaced: true)
  /// `json.dumps(x, sort_keys=True, separators=(",", ":"))`.
  static let pythonCompact = JSONStyle(indent: nil, sortsKeys: true, isASCII: true)
  /// The AWS CLI's `--output json`.
  package static let awsCLI = JSONStyle(indent: 4, sortsKeys: false, isASCII: false)
}

extension JSONValue {
  package func encoded(_ style: JSONStyle = .compact) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.write(self, level: 0)
    return writer.bytes
  }

  package func text(_ style: JSONStyle) -> String {
    String(decoding: encoded(style), as: UTF8.self)
  }
}

/// Writes a tree in one of the styles, byte for byte as Python's `json` module does.
private struct JSONWriter {
  let style: JSONStyle
  var bytes: [UInt8] = []

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .number(let digits): append(digits)
    case .string(let text): bytes.appendJSONString(text, ascii: style.isASCII)
    case .array(let elements):
      writeAll(elements, between: "[", close: "]", level: level) { writer, element in
        writer.write(element, level: level + 1)
      }
    case .object(let members):
      writeAll(sorted(members), between: "{", close: "}", level: level) { writer, member in
        writer.bytes.appendJSONString(member.name, ascii: writer.style.isASCII)
        writer.append(writer.style.indent == nil && !writer.style.isSpaced ? ":" : ": ")
        writer.write(member.value, level: level + 1)
      }
    }
  }

  /// Python sorts keys by code point, which is the order of their UTF-8.
  private func sorted(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    guard style.sortsKeys else { return members }
    return members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func writeAll<Element>(
    _ elements: [Element],
    between open: String,
    close: String,
    level: Int,
    write: (inout JSONWriter, Element) -> Void
  ) {
    append(open)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(style.isSpaced ? ", " : ",") }
      startLine(level: level + 1)
      write(&self, element)
    }
    if !elements.isEmpty { startLine(level: level) }
    append(close)
  }

  private mutating func startLine(level: Int) {
    guard let indent = style.indent else { return }
    append("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}
