extension SQL {
  /// The statement that a WITH may be before.
  private static let changes = ["UPDATE", "INSERT", "DELETE"]

  /// What may have taken effect when no answer came, as an error names it; nil where nothing can have.
  ///
  /// - Parameter inTransaction: Whether a COMMIT must follow before it does.
  func effect(inTransaction: Bool) -> String? {
    let word = String(text.drop(while: \.isWhitespace).prefix { $0.isLetter }).uppercased()
    switch word {
    case "COMMIT": return word
    case "BEGIN", "ROLLBACK", "SELECT", "SHOW": return nil
    case _ where inTransaction: return nil
    case "WITH": return Self.changes.first { text.contains("\($0) ") }
    default: return word.isEmpty ? "the statement" : word
    }
  }
}
