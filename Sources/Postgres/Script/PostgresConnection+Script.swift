import Shared

extension PostgresConnection {
  /// Applies a `.sql` file as one transaction: all of it takes effect, or nothing does.
  ///
  /// - Parameter nextStep: what the user may type after an error of this kind, where a tool mends it.
  /// - Returns: the statements' tags, such as `CREATE TABLE` and `INSERT 0 2`; a file without statements has none.
  /// - Throws: `PostgresError` with the file, the line, the statement's number and the server's words.
  package func apply(
    _ script: SQLScript,
    nextStep: (SQLState) -> String? = { _ in nil }
  ) throws -> [String] {
    let isStandard = handle.setting("standard_conforming_strings") != "off"
    let statements = try script.statements(standardConformingStrings: isStandard)
    guard !statements.isEmpty else {
      console.warn("\(script.name) holds no SQL statement")
      return []
    }
    for statement in statements {
      console.trace("sql: \(script.name):\(statement.line): \(script.beginning(of: statement))")
    }
    guard handle.send(text: String(decoding: script.bytes, as: UTF8.self)) else {
      throw lostConnection("apply \(script.name)")
    }
    let (tags, failure) = readAnswers()
    guard let failure else { return tags }
    let number = script.number(of: failure, in: statements, completed: tags.count)
    throw script.error(failure, statement: number, of: statements, in: target, nextStep: nextStep)
  }

  /// The tags of the statements that were completed, and the error that undid them.
  private func readAnswers() -> ([String], ServerMessage?) {
    var tags: [String] = []
    var failure: ServerMessage?
    while let result = handle.nextResult() {
      switch result.status {
      case .done(let tag): tags.append(tag)
      case .empty: break
      case .failed(let message): failure = failure ?? message
      case .unexpected(let message): return (tags, message)
      }
    }
    return (tags, failure)
  }
}

extension SQLScript {
  /// A statement up to its first string or the end of its line: values may be secrets.
  fileprivate func beginning(of statement: SQLStatement) -> String {
    let line = bytes[statement.offset...].prefix { $0 >= 0x20 && $0 != 0x7F }
    let beginning = line.prefix { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "$") }
    return String(decoding: beginning, as: UTF8.self) + (beginning.count < line.count ? "…" : "")
  }

  /// Which statement an error belongs to: the one at its position. An error at run time has none; then it is the
  /// one after the last that was completed.
  fileprivate func number(of error: ServerMessage, in statements: [SQLStatement], completed: Int) -> Int {
    guard let position = error.position else { return min(completed, statements.count - 1) }
    let offset = offset(ofPosition: position)
    return max(0, (statements.firstIndex { $0.offset > offset } ?? statements.count) - 1)
  }

  fileprivate func error(
    _ server: ServerMessage,
    statement number: Int,
    of statements: [SQLStatement],
    in target: ConnectionTarget,
    nextStep: (SQLState) -> String?
  ) -> PostgresError {
    let statement = statements[number]
    let line = server.position.map { self.line(at: offset(ofPosition: $0)) } ?? statement.line
    var lines = ["\(name):\(line): \(server.severity):  \(server.message)"]
    if let detail = server.detail { lines.append("DETAIL:  \(detail)") }
    if let hint = server.hint { lines.append("HINT:  \(hint)") }
    if let context = server.context { lines.append("CONTEXT:  \(context)") }
    let place = "statement \(number + 1) of \(statements.count)"
    guard let state = server.sqlState else {
      lines.append("\(place) in \(target); the connection is lost")
      return PostgresError(.connection, lines.joined(separator: "\n"), hint: Self.unknownEnd, server: server)
    }
    lines.append("\(place), SQLSTATE \(state.rawValue); nothing was changed in \(target)")
    let hint = statement.nextStep(after: state) ?? nextStep(state)
    return PostgresError(.sqlState(state), lines.joined(separator: "\n"), hint: hint, server: server)
  }

  private static let unknownEnd =
    "the server undoes the file unless it had just finished it: look before you run it again"
}

extension SQLStatement {
  fileprivate func nextStep(after state: SQLState) -> String? {
    switch state {
    case .activeTransaction: "the file is one transaction: run this statement by itself, with psql"
    case .featureNotSupported, .undefinedFile:
      words.starts(with: ["CREATE", "EXTENSION"])
        ? "install PostgreSQL's contrib package on the server (Debian: postgresql-contrib)" : nil
    default: nil
    }
  }
}
