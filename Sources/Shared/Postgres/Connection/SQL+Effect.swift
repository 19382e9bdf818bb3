extension SQL {
  /// The statements that may follow a WITH and change data.
  private static let changes = ["UPDATE", "INSERT", "DELETE"]

  /// The word that the statement begins with, in upper case.
  var keyword: String { text.drop(while: \.isWhitespace).prefix { $0.isLetter }.uppercased() }

  /// What may have taken effect when no answer came, as an error names it; nil for a statement that changes
  /// nothing.
  ///
  /// - Parameter inTransaction: Whether it takes effect only with a later COMMIT.
  func effect(inTransaction: Bool) -> String? {
    let word = keyword
    switch word {
    case "COMMIT": return word
    case "BEGIN", "ROLLBACK", "SELECT", "SHOW": return nil
    case _ where inTransaction: return nil
    case "WITH": return Self.changes.first { text.contains("\($0) ") }
    default: return word.isEmpty ? "the statement" : word
    }
  }
}
