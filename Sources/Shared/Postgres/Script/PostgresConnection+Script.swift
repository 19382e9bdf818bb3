import Toolkit

extension PostgresConnection {
  /// Applies a `.sql` file as one transaction: all of it takes effect, or nothing does.
  ///
  /// Its statements go to the server one by one, in the protocol that takes one at a time. A server that finds several
  /// where we see one refuses them, so that no COMMIT slips through between two others; and BEGIN before them forbids
  /// it to a DO block and to a procedure.
  ///
  /// - Parameter nextStep: what the user may type after an error of this kind, where a tool mends it.
  /// - Returns: the statements' tags, such as `CREATE TABLE` and `INSERT 0 2`; a file without statements has none.
  /// - Throws: `ToolError` with the file, the line, the statement's number and the server's words.
  package func apply(
    _ script: SQLScript,
    nextStep: (SQLState) -> NextStep? = { _ in nil }
  ) throws -> [String] {
    let isStandard = handle.setting("standard_conforming_strings") != "off"
    let statements = try script.statements(standardConformingStrings: isStandard)
    guard !statements.isEmpty else {
      console.warn("\(script.name) holds no SQL statement")
      return []
    }
    _ = try execute("BEGIN", to: "apply \(script.name)")
    do {
      let tags = try statements.map { statement in try send(statement, of: script) }
      try commit(script)
      return tags
    } catch let failure as ScriptFailure {
      if failure.place != .commit { rollBack() }
      throw failure.error(in: script, statements, target, nextStep: nextStep)
    }
  }

  private func send(_ statement: SQLStatement, of script: SQLScript) throws -> String {
    do {
      return try execute(
        SQL(verbatim: script.text(of: statement)),
        to: "apply \(script.name)",
        shownAs: "\(script.name):\(statement.line): \(script.beginning(of: statement))"
      )
    } catch is CancellationError {
      throw ScriptFailure(place: .before(statement))
    } catch let error as ToolError {
      throw ScriptFailure(place: .statement(statement), server: error.server)
    }
  }

  private func commit(_ script: SQLScript) throws {
    do {
      _ = try execute("COMMIT", to: "apply \(script.name)")
    } catch is CancellationError {
      throw ScriptFailure(place: .beforeCommit)
    } catch let error as ToolError {
      throw ScriptFailure(place: .commit, server: error.server)
    }
  }
}

extension SQLScript {
  /// A statement up to its first string or the end of its line: values may be secrets.
  fileprivate func beginning(of statement: SQLStatement) -> String {
    let line = bytes[statement.offset...].prefix { $0 >= 0x20 && $0 != 0x7F }
    let beginning = line.prefix { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "$") }
    return String(decoding: beginning, as: UTF8.self) + (beginning.count < line.count ? "…" : "")
  }
}
