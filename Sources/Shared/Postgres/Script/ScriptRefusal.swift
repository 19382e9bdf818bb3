import Toolkit

/// What a `.sql` file may not contain, because it is applied as SQL only, in one transaction.
enum ScriptRefusal: Equatable {
  /// `\i`, `\connect`, …
  case metaCommand(String)
  /// A psql command before the end of a statement.
  case insideStatement(String)
  /// COPY FROM STDIN or TO STDOUT.
  case copy(String)
  case transactionControl(String)
  /// A `$` by itself, where a dollar quote is wrong.
  case dollar
  /// The body of a function is not a string, and BEGIN or END follows.
  case unquotedBody
  case notUTF8
  case nulCharacter

  /// What is wrong, and what to do about it.
  var text: (message: String, next: NextStep?) {
    switch self {
    case .metaCommand(let name):
      ("\(name) is a command of psql, not SQL", .applyWithPsql)
    case .insideStatement(let name):
      (
        "\(name) is a command of psql, not SQL, and it is inside a statement",
        .addSemicolon
      )
    case .copy(let command):
      (
        "\(command) needs psql: its data is not SQL",
        .writeAsInsert
      )
    case .transactionControl(let command):
      (
        "\(command): the file is one transaction already, and this would end it half way",
        .takeOutTransactions
      )
    case .dollar: ("a $ by itself: the dollar quote is wrong", .quoteBody)
    case .unquotedBody: ("the body of this function is not between quotes", .quoteBody)
    case .notUTF8: ("not UTF-8 text", .saveAsUTF8)
    case .nulCharacter: ("a NUL character, which PostgreSQL's text cannot hold", nil)
    }
  }

  /// The name of the transaction command that a statement with these words is; nil for another statement.
  /// Savepoints inside the transaction are allowed.
  static func transactionCommand(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    switch first {
    case "ROLLBACK" where words.contains("TO"): return nil
    case "BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT": return first
    case "START", "PREPARE": return words.dropFirst().first == "TRANSACTION" ? "\(first) TRANSACTION" : nil
    default: return nil
    }
  }
}
