import Toolkit

/// One row of an answer: text by column name.
package struct PostgresRow: Sendable, Equatable {
  let columns: [String]
  let values: [String?]

  /// The column's text; nil for NULL and for a column that the answer does not have.
  package subscript(column: String) -> String? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    return values[index]
  }

  /// The text of a column that must have one.
  ///
  /// - Throws: `ToolError` with the code `.data` for NULL and for a missing column.
  package func text(_ column: String) throws(ToolError) -> String {
    guard let text = self[column] else {
      throw ToolError(.data, message: "the database answered without a value for \(column)")
    }
    return text
  }

  /// The number in a column that must have one.
  ///
  /// - Throws: `ToolError` with the code `.data` for anything else.
  package func number(_ column: String) throws(ToolError) -> Int {
    let text = try text(column)
    guard let number = Int(text) else {
      throw ToolError(.data, message: "the database answered without a number for \(column)")
    }
    return number
  }

  /// The index into a list of `count` elements, from a column that counts from 1.
  ///
  /// - Throws: `ToolError` with the code `.data` for a number out of range, and for anything else.
  package func index(_ column: String, of count: Int) throws(ToolError) -> Int {
    let place = try number(column)
    guard place > 0, place <= count else {
      throw ToolError(
        .data,
        message: "the database answered with \(column) \(place), and \(count) were asked for"
      )
    }
    return place - 1
  }
}
