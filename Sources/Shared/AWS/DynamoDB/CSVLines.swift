import Toolkit

/// Items as lines of CSV (RFC 4180): a column for each selected attribute. Lists and maps are JSON.
package struct CSVLines: ItemLines {
  /// Names, or paths with dots.
  let columns: [String]

  /// Whether the characters that a terminal would obey are left out.
  private let isForTerminal: Bool

  package init(columns: [String], isForTerminal: Bool = false) {
    self.columns = columns
    self.isForTerminal = isForTerminal
  }

  package var header: String { columns.map(cell).joined(separator: ",") }

  package func converted(_ lines: [UInt8]) throws(JSONError) -> [UInt8] {
    var output: [UInt8] = []
    for item in try items(in: lines) {
      let cells = columns.map { cell(text(at: $0, of: item)) }
      output.append(contentsOf: cells.joined(separator: ",").utf8)
      output.append(UInt8(ascii: "\n"))
    }
    return output
  }

  private func cell(_ text: String) -> String {
    let text = isForTerminal ? text.onOneTerminalLine : text
    let isSpecial = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    guard isSpecial else { return text }
    let doubled = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false).map {
      String($0)
    }
    return "\"\(doubled.joined(separator: "\"\""))\""
  }
}
