/// Rows under headings, to look at: columns as wide as they must be, two blanks between them.
package struct TextTable: Sendable {
  let headings: [String]
  let rows: [[String]]

  package init(headings: [String], rows: [[String]]) {
    self.headings = headings
    self.rows = rows
  }

  /// The lines with their ends; only the headings, when there are no rows.
  package func rendered(_ style: Style) -> String {
    let widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.unicodeScalars.count)
      }
      let text = padded.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }
    return ([style.label(line(headings))] + rows.map(line)).map { $0 + "\n" }.joined()
  }
}
