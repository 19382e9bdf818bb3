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
  /// - Throws: `PostgresError` with the code `.data` for NULL and for a missing column.
  package func text(_ column: String) throws(PostgresError) -> String {
    guard let text = self[column] else {
      throw PostgresError(.data, "the database answered without a value for \(column)")
    }
    return text
  }

  /// The number in a column that must have one.
  ///
  /// - Throws: `PostgresError` with the code `.data` for anything else.
  package func number(_ column: String) throws(PostgresError) -> Int {
    let text = try text(column)
    guard let number = Int(text) else {
      throw PostgresError(.data, "the database answered without a number for \(column)")
    }
    return number
  }
}
