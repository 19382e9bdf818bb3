import Toolkit

/// Where a `.sql` file could not be applied, and what the server said.
struct ScriptFailure: Error {
  enum Place: Equatable {
    /// Ctrl-C came before this statement was sent.
    case before(SQLStatement)
    case statement(SQLStatement)
    /// Ctrl-C came when all statements were done, before they took effect.
    case beforeCommit
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
    nextStep: (SQLState) -> NextStep?
  ) -> ToolError {
    let place = words(for: statements)
    guard let server else {
      return ToolError(.script, "\(script.name): stopped \(place); nothing was changed in \(target)")
    }
    let state = server.sqlState.map { ", SQLSTATE \($0.rawValue)" } ?? ", the connection is lost"
    let lines = [head(server, in: script)] + server.remarks + ["\(place)\(state); \(outcome) in \(target)"]
    return ToolError(
      server.sqlState.map(ToolError.Code.sqlState) ?? .connection,
      lines.joined(separator: "\n"),
      next: isUndone ? step(after: server, nextStep) : .lookBeforeAgain,
      server: server
    )
  }

  private var outcome: String {
    isUndone ? "nothing was changed" : "all or nothing was changed"
  }

  /// Until COMMIT the server undoes the file whatever happens. COMMIT may have been done when the connection goes, with
  /// or without a FATAL error; with an ERROR it has not.
  private var isUndone: Bool {
    place != .commit || server?.sqlState != nil && server?.severity == "ERROR"
  }

  private func step(after server: ServerMessage, _ nextStep: (SQLState) -> NextStep?) -> NextStep? {
    server.sqlState.flatMap { statement?.nextStep(after: $0) ?? nextStep($0) }
  }

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
    case .beforeCommit: "before the end, after \(statements.count) statements"
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
  fileprivate func nextStep(after state: SQLState) -> NextStep? {
    switch state {
    case .activeTransaction, .invalidTransactionTermination:
      .runByItself
    case .featureNotSupported, .undefinedFile:
      words.starts(with: ["CREATE", "EXTENSION"]) ? .installContrib : nil
    default: nil
    }
  }
}
