import Toolkit

/// `--dry-run`: what only reads is sent, all else is printed.
extension PostgresConnection {
  /// A statement that is not sent, as a program reads it.
  private struct PlannedStatement: Encodable {
    let database: String
    let sql: String
    /// The values of `$1`, `$2`, …
    let binds: [String?]
  }

  /// Prints a statement as one line of JSON.
  func plan(_ sql: SQL) throws {
    let database = standsInFor ?? target
    try console.plan(PlannedStatement(database: "\(database)", sql: sql.text, binds: sql.binds))
  }
}

extension SQL {
  /// Whether it changes nothing. Any other kind of statement counts as one that writes.
  var onlyReads: Bool {
    ["SELECT", "SHOW"].contains(keyword) && !text.contains("pg_terminate_backend")
  }
}
