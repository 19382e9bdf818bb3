/// A list as `aws … --output table` draws it: a title over one cell a row.
///
/// Source: awscli 1.45, `table.py`. A list without rows prints nothing. Nothing is cut, however narrow the
/// terminal.
package struct AWSTable: TerminalText, Sendable {
  let title: String
  let rows: [String]

  package init(title: String, rows: [String]) {
    self.title = title
    self.rows = rows
  }

  /// The table with its line ends; empty without rows. `style` colours the cells, the widths are those of the
  /// bare text.
  package func rendered(_ style: Style, width _: Int? = nil) -> String {
    guard !rows.isEmpty else { return "" }
    let width = max(title.displayWidth + 2, (rows.map(\.displayWidth).max() ?? 0) + 6)
    let rule = "+\(String(repeating: "-", count: width - 2))+\n"
    let lines = rows.map { row in
      let indent = row.displayWidth + 4 > width ? 0 : 2
      return "|\(blanks(indent))\(style.cell(row))\(blanks(width - 2 - indent - row.displayWidth))|\n"
    }
    return String(repeating: "-", count: width) + "\n" + titleLine(width: width) + rule + lines.joined()
      + rule
  }

  /// Centred by whole divisions: of an odd rest the larger half stands on the right.
  private func titleLine(width: Int) -> String {
    let left = max(0, width / 2 - title.displayWidth / 2 - 1)
    return "|\(blanks(left))\(title)\(blanks(width - 2 - left - title.displayWidth))|\n"
  }

  private func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}

extension String {
  /// Columns on a terminal, one for each code point. (The AWS CLI counts two for East Asian ones, which AWS
  /// does not allow in a table's name.)
  fileprivate var displayWidth: Int { unicodeScalars.count }
}
