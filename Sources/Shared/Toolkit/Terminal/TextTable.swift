/// Rows under headings: columns as wide as their content, two blanks between them.
package struct TextTable: TerminalText, Sendable {
  let headings: [String]
  let rows: [[String]]
  private let whole: [String]

  /// - Parameters:
  ///   - rows: Each with as many cells as there are headings. Control characters are left out of
  ///     these and of the headings.
  ///   - whole: The headings of columns that say little when they are cut, such as moments, and ids to copy.
  ///     They are cut only where the others are too narrow to be read otherwise, the last of them first.
  package init(headings: [String], rows: [[String]], whole: [String] = []) {
    self.headings = headings
    self.whole = whole
    self.rows = rows
  }

  /// The lines with their ends; only the headings, when there are no rows.
  ///
  /// - Parameter width: The columns of the terminal: the widest columns are cut so that no line is wider. nil
  ///   cuts nothing.
  package func rendered(_ style: Style, width: Int? = nil) -> String {
    let clean = width == nil ? \String.onOneLine : \String.onOneTerminalLine
    let all = ([headings] + rows).map { $0.map { $0[keyPath: clean] } }
    let widths = widths(of: all, within: width)
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { $0.cut(toColumns: $1).padded(toColumns: $1) }
      let text = padded.joined(separator: Self.gap)
      let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
      return width.map { String(text[..<end]).cut(toColumns: $0) } ?? String(text[..<end])
    }
    return ([style.label(line(all[0]))] + all.dropFirst().map(line)).map { $0 + "\n" }.joined()
  }

  private static let gap = "  "
  /// A narrower column is not readable.
  private static let narrowest = 4
  /// How narrow the others become before a column that should be whole is cut.
  private static let narrowestBesideWhole = 8

  private func widths(of lines: [[String]], within limit: Int?) -> [Int] {
    var widths = headings.indices.map { column in lines.map { $0[column].terminalColumns }.max() ?? 0 }
    guard let limit else { return widths }
    let room = limit - Self.gap.count * max(0, widths.count - 1)
    for count in (0...whole.count).reversed() {
      let others = widths.indices.filter { !whole.prefix(count).contains(headings[$0]) }
      let isFirst = count > 0 && count == whole.count
      let narrowest = isFirst ? Self.narrowestBesideWhole : Self.narrowest
      Self.cut(&widths, of: others, within: room, narrowest: narrowest)
    }
    return widths
  }

  /// Takes from the widest of the columns, until all fit or these are as narrow as they may be.
  private static func cut(_ widths: inout [Int], of columns: [Int], within room: Int, narrowest: Int) {
    var excess = widths.reduce(0, +) - room
    while excess > 0, let widest = columns.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowest {
      widths[widest] -= 1
      excess -= 1
    }
  }
}
