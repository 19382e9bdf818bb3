import Toolkit

/// Where in a `.sql` file the server reported an error, and which.
struct ScriptFailure: Error {
  enum Place: Equatable {
    /// Ctrl-C came before this one was sent.
    case before(SQLPiece)
    case piece(SQLPiece)
    /// Ctrl-C came when all statements were done, before they took effect.
    case beforeCommit
    /// All statements were executed; a check at the end of the transaction failed.
    case commit
  }

  let place: Place
  var server: ServerMessage?

  /// The error as psql prints it, and what it means for the file as a whole.
  func error(
    in script: SQLScript,
    pieces: [SQLPiece],
    target: ConnectionTarget,
    nextStep: (SQLState) -> NextStep?
  ) -> ToolError {
    let place = words(for: pieces)
    guard let server else {
      return ToolError(.script, message: "\(script.name): stopped \(place); nothing was changed in \(target)")
    }
    let state = server.sqlState.map { ", SQLSTATE \($0.rawValue)" } ?? ", the connection is lost"
    let lines = [head(server, in: script)] + server.remarks + ["\(place)\(state); \(outcome) in \(target)"]
    return ToolError(
      server.sqlState.map(ToolError.Code.sqlState) ?? .connection,
      message: lines.joined(separator: "\n"),
      next: isUndone ? step(after: server, in: script, nextStep: nextStep) : .lookBeforeAgain,
      server: server
    )
  }

  private var outcome: String {
    isUndone ? "nothing was changed" : "all or nothing was changed"
  }

  /// Before COMMIT the server rolls the file back in any case. COMMIT may have taken effect if the connection
  /// is lost, with or without a FATAL error; after an ERROR it has not.
  private var isUndone: Bool {
    place != .commit || server?.sqlState != nil && server?.severity == "ERROR"
  }

  private func step(
    after server: ServerMessage,
    in script: SQLScript,
    nextStep: (SQLState) -> NextStep?
  ) -> NextStep? {
    server.sqlState.flatMap { state in
      piece.flatMap { ScriptAdvice(script, piece: $0, server: server).nextStep(after: state) }
        ?? nextStep(state)
    }
  }

  private var piece: SQLPiece? {
    if case .piece(let piece) = place { piece } else { nil }
  }

  private func words(for pieces: [SQLPiece]) -> String {
    let count = pieces.count { $0.statement != nil }
    func number(_ piece: SQLPiece) -> String {
      let number = pieces.count { $0.statement != nil && $0.range.lowerBound <= piece.range.lowerBound }
      if piece.statement != nil { return "statement \(number) of \(count)" }
      return number == 0 ? "a comment at the beginning" : "a comment after statement \(number) of \(count)"
    }
    return switch place {
    case .before(let piece): "before \(number(piece))"
    case .piece(let piece): number(piece)
    case .beforeCommit: "before the end, after \(count) statements"
    case .commit: "at the end, after \(count) statements"
    }
  }

  /// `FILE:LINE: ERROR:  …`; an error at run time has no position in the statement, and is reported at its
  /// first line.
  private func head(_ server: ServerMessage, in script: SQLScript) -> String {
    let offset = piece.flatMap { piece in
      server.position.map { script.offset(ofPosition: $0, in: piece) } ?? piece.statement?.offset
    }
    let line = offset.map { ":\(script.line(at: $0))" } ?? ""
    return "\(script.name)\(line): \(server.severity):  \(server.boundedMessage)"
  }
}

extension ServerMessage {
  /// The message, of a syntax error only its beginning: after an unclosed quote or comment it quotes the file
  /// to its end.
  fileprivate var boundedMessage: String {
    guard sqlState == .syntaxError else { return message }
    let beginning = message.prefix { $0 != "\n" }.prefix(200)
    return beginning.endIndex < message.endIndex ? "\(beginning)…" : message
  }

  /// What follows the message, as psql prints it.
  fileprivate var remarks: [String] {
    [("DETAIL", detail), ("HINT", hint), ("CONTEXT", context)].compactMap { name, text in
      text.map { "\(name):  \($0)" }
    }
  }
}
