import Toolkit

/// Items as tables to look at, one for each page of the answer, so that a large table needs little memory.
package struct TableLines: ItemLines {
  /// Names, or paths with dots; none for all attributes of a page's items.
  let columns: [String]
  let style: Style
  /// The columns of the terminal; nil cuts nothing.
  let width: Int?

  package init(columns: [String], style: Style, width: Int?) {
    self.columns = columns
    self.style = style
    self.width = width
  }

  package func converted(_ lines: [UInt8]) throws(JSONError) -> [UInt8] {
    let items = try items(in: lines)
    guard !items.isEmpty else { return [] }
    let columns = columns.isEmpty ? Self.names(of: items) : columns
    let rows = items.map { item in columns.map { text(at: $0, of: item) } }
    return Array(TextTable(headings: columns, rows: rows).rendered(style, width: width).utf8)
  }

  /// The attributes of the items: the key of the messages table first, the others sorted by name.
  private static func names(of items: [JSONValue]) -> [String] {
    let names = Set(items.flatMap { ($0.members ?? []).map(\.name) })
    let key = ["pk", "sk"].filter(names.contains)
    return key + names.subtracting(key).sorted()
  }
}
