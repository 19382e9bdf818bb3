import Toolkit

extension PostgresConnection {
  /// Applies a `.sql` file as one transaction: all of it takes effect, or nothing does.
  ///
  /// Its statements go to the server one by one, by the extended query protocol, which allows one statement
  /// at a time. If the server finds several statements where `SQLSplitter` sees one, it refuses them, so that
  /// a COMMIT cannot be hidden in another statement; and inside a transaction neither a DO block nor a
  /// procedure may commit. The comments between statements are sent too: a comment without an end hides the
  /// statements after it, and the server reports that.
  ///
  /// What `\echo` prints is a note on stderr; the result on stdout is the statements' tags.
  ///
  /// - Parameter nextStep: what the user may type after an error of this kind, where a tool mends it.
  /// - Returns: the statements' tags, such as `CREATE TABLE` and `INSERT 0 2`; a file without statements has
  ///   none.
  /// - Throws: `ToolError` with the file, the line, the statement's number and the server's words.
  package func apply(
    _ script: SQLScript,
    nextStep: (SQLState) -> NextStep? = { _ in nil }
  ) throws -> [String] {
    let isStandard = handle.setting("standard_conforming_strings") != "off"
    let pieces = try script.pieces(standardConformingStrings: isStandard)
    if !pieces.contains(where: { $0.statement != nil }) {
      console.warn("\(script.name) holds no SQL statement")
    }
    _ = try execute("BEGIN", to: "apply \(script.name)")
    do {
      let tags = try pieces.compactMap { piece in try apply(piece, of: script) }
      try commit(script)
      return tags
    } catch let failure as ScriptFailure {
      if failure.place != .commit { rollBack() }
      throw failure.error(in: script, pieces: pieces, target: target, nextStep: nextStep)
    }
  }

  /// Returns a statement's tag.
  private func apply(_ piece: SQLPiece, of script: SQLScript) throws -> String? {
    if case .command(let text) = piece.content {
      if let text { console.note(text) }
      return nil
    }
    guard piece.statement != nil || !script.isBlank(piece) else { return nil }
    if console.isDryRun {
      // Also a SELECT: the function that it calls may write.
      if piece.statement != nil { try plan(SQL(verbatim: script.text(of: piece))) }
      return nil
    }
    let tag = try send(piece, of: script)
    return tag.isEmpty ? nil : tag
  }

  private func send(_ piece: SQLPiece, of script: SQLScript) throws -> String {
    do {
      return try execute(
        SQL(verbatim: script.text(of: piece)),
        to: "apply \(script.name)",
        shownAs: script.shown(piece)
      )
    } catch is CancellationError {
      throw ScriptFailure(place: .before(piece))
    } catch let error as ToolError {
      throw ScriptFailure(place: .piece(piece), server: error.server)
    }
  }

  private func commit(_ script: SQLScript) throws {
    do {
      _ = try execute("COMMIT", to: "apply \(script.name)")
    } catch is CancellationError {
      throw ScriptFailure(place: .beforeCommit)
    } catch let error as ToolError where !error.isAboutOutput {
      throw ScriptFailure(place: .commit, server: error.server)
    }
  }
}

extension SQLScript {
  /// As `--verbose` shows it: its place in the file, and the statement up to its first string or line end,
  /// because values may be secrets.
  fileprivate func shown(_ piece: SQLPiece) -> String {
    guard let statement = piece.statement else {
      return "\(name):\(line(at: piece.range.lowerBound)): (comments)"
    }
    let line = bytes[statement.offset..<piece.range.upperBound].prefix { $0 >= 0x20 && $0 != 0x7F }
    let beginning = line.prefix { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "$") }
    let end = beginning.count < line.count ? "…" : ""
    return "\(name):\(statement.line): \(String(decoding: beginning, as: UTF8.self))\(end)"
  }
}
