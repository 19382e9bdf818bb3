/// Where a `.sql` file could not be applied, and what the server said.
struct ScriptFailure: Error {
  enum Place: Equatable {
    /// Ctrl-C came before this statement was sent.
    case before(SQLStatement)
    case statement(SQLStatement)
    /// All statements were done; what is checked at the end of a transaction was not in order.
    case commit
  }

  let place: Place
  var server: ServerMessage?

  /// The error as psql prints it, and what it means for the file as a whole.
  func error(
    in script: SQLScript,
    _ statements: [SQLStatement],
    _ target: ConnectionTarget,
    nextStep: (SQLState) -> String?
  ) -> PostgresError {
    let place = words(for: statements)
    guard let server else {
      let message = "\(script.name): stopped \(place); nothing was changed in \(target)"
      return PostgresError(.script, message)
    }
    let lines = [head(server, in: script)] + server.remarks
    func error(_ code: PostgresError.Code, _ last: String, hint: String? = nil) -> PostgresError {
      PostgresError(code, (lines + [last]).joined(separator: "\n"), hint: hint, server: server)
    }
    guard let state = server.sqlState else {
      let last = "\(place) in \(target); the connection is lost"
      return error(.connection, last, hint: self.place == .commit ? Self.unknownEnd : Self.undoneEnd)
    }
    let last = "\(place), SQLSTATE \(state.rawValue); nothing was changed in \(target)"
    return error(.sqlState(state), last, hint: statement?.nextStep(after: state) ?? nextStep(state))
  }

  private static let unknownEnd =
    "the server undoes the file unless it had just finished it: look before you run it again"
  private static let undoneEnd = "the file was not finished: the server undoes it"

  private var statement: SQLStatement? {
    if case .statement(let statement) = place { statement } else { nil }
  }

  private func words(for statements: [SQLStatement]) -> String {
    func number(_ statement: SQLStatement) -> String {
      "statement \((statements.firstIndex(of: statement) ?? 0) + 1) of \(statements.count)"
    }
    return switch place {
    case .before(let statement): "before \(number(statement))"
    case .statement(let statement): number(statement)
    case .commit: "at the end, after \(statements.count) statements"
    }
  }

  /// `FILE:LINE: ERROR:  …`; an error at run time has no place in the statement, and is told at its first line.
  private func head(_ server: ServerMessage, in script: SQLScript) -> String {
    guard let statement else { return "\(script.name): \(server.severity):  \(server.message)" }
    let offset = server.position.map { script.offset(ofPosition: $0, in: statement) }
    let line = offset.map { script.line(at: $0) } ?? statement.line
    return "\(script.name):\(line): \(server.severity):  \(server.message)"
  }
}

extension ServerMessage {
  /// What follows the message, as psql prints it.
  fileprivate var remarks: [String] {
    [("DETAIL", detail), ("HINT", hint), ("CONTEXT", context)].compactMap { name, text in
      text.map { "\(name):  \($0)" }
    }
  }
}

extension SQLStatement {
  fileprivate func nextStep(after state: SQLState) -> String? {
    switch state {
    case .activeTransaction, .invalidTransactionTermination:
      "the file is one transaction: run this statement by itself, with psql"
    case .featureNotSupported, .undefinedFile:
      words.starts(with: ["CREATE", "EXTENSION"])
        ? "install PostgreSQL's contrib package on the server (Debian: postgresql-contrib)" : nil
    default: nil
    }
  }
}
