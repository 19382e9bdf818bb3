/// Rows under headings: columns as wide as their content, two blanks between them.
package struct TextTable: TerminalText, Sendable {
  let headings: [String]
  let rows: [[String]]

  /// - Parameter rows: Each with as many cells as there are headings. Control characters are left out of
  ///   them.
  package init(headings: [String], rows: [[String]]) {
    self.headings = headings
    self.rows = rows.map { $0.map(\.onOneLine) }
  }

  /// The lines with their ends; only the headings, when there are no rows.
  ///
  /// - Parameter width: The columns of the terminal: the widest columns are cut so that no line is wider. nil
  ///   cuts nothing.
  package func rendered(_ style: Style, width: Int? = nil) -> String {
    let widths = widths(within: width)
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { $0.cut(toColumns: $1).padded(toColumns: $1) }
      let text = padded.joined(separator: Self.gap)
      let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
      return width.map { String(text[..<end]).cut(toColumns: $0) } ?? String(text[..<end])
    }
    return ([style.label(line(headings))] + rows.map(line)).map { $0 + "\n" }.joined()
  }

  private static let gap = "  "
  /// A narrower column is not readable.
  private static let narrowest = 4

  private func widths(within limit: Int?) -> [Int] {
    var widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].terminalColumns }.max() ?? 0
    }
    guard let limit else { return widths }
    var excess = widths.reduce(0, +) + Self.gap.count * max(0, widths.count - 1) - limit
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > Self.narrowest
    {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
