import Toolkit

/// Items as lines of CSV (RFC 4180): a column for each selected attribute. Lists and maps are JSON.
package struct CSVLines: Sendable {
  /// Names, or paths with dots.
  let columns: [String]

  package init(columns: [String]) {
    self.columns = columns
  }

  package var header: String { columns.map(Self.cell).joined(separator: ",") }

  /// - Parameter lines: Items as plain JSON, one a line.
  func converted(_ lines: [UInt8]) throws(JSONError) -> [UInt8] {
    var output: [UInt8] = []
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let item = try JSONValue(parsing: Array(line))
      let cells = columns.map { Self.cell(Self.text(Self.value(at: $0, of: item))) }
      output.append(contentsOf: cells.joined(separator: ",").utf8)
      output.append(UInt8(ascii: "\n"))
    }
    return output
  }

  private static func value(at path: String, of item: JSONValue) -> JSONValue? {
    path.split(separator: ".", omittingEmptySubsequences: false).reduce(item) { value, name in
      value?[String(name)]
    }
  }

  /// Empty for a missing attribute and for null.
  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case .number(let digits): digits
    case .some(let value): value.text(.compact)
    }
  }

  private static func cell(_ text: String) -> String {
    let isSpecial = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    guard isSpecial else { return text }
    let doubled = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false).map {
      String($0)
    }
    return "\"\(doubled.joined(separator: "\"\""))\""
  }
}
