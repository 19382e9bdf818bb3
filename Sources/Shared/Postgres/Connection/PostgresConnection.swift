import Toolkit

/// One connection to PostgreSQL, for one task at a time; it closes when it goes.
///
/// Calls block: a tool does one thing at a time. Ctrl-C asks the server to stop what it does.
package final class PostgresConnection {
  package let target: ConnectionTarget
  let console: Console
  let handle: ConnectionHandle

  /// Connects; as long as the target's `serverWait` allows, to a server that is starting up. The server's notices and,
  /// with `--verbose`, the statements go to `console`.
  ///
  /// - Throws: `ToolError` with the code `.connection`, `.authentication` or `.sqlState`, naming the target and
  ///   what to type next; `CancellationError`.
  package init(to target: ConnectionTarget, console: Console) throws {
    self.target = target
    self.console = console
    console.trace("connecting to \(target)")
    handle = try ServerWait(target, console).connect {
      let handle = try ConnectionHandle(target.parameters, fallbackTLSMode: target.fallbackTLSMode) {
        console.show($0)
      }
      try handle.connect(within: target.timeout)
      return handle
    }
  }

  /// Runs one statement and returns its rows.
  ///
  /// - Parameter purpose: what the statement is for, as it reads after "cannot": `look up users`.
  /// - Throws: `ToolError`, naming the purpose and the target; when Ctrl-C comes meanwhile the one that the server
  ///   answers. `CancellationError` when it came before: then nothing was sent.
  @discardableResult
  package func query(_ sql: SQL, to purpose: String) throws -> [PostgresRow] {
    try run(sql, to: purpose).rows
  }

  /// Runs one statement and returns its tag, such as `CREATE DATABASE`; otherwise as `query(_:to:)`.
  ///
  /// - Parameter shownAs: what `--verbose` shows in place of the statement.
  package func execute(_ sql: SQL, to purpose: String, shownAs: String? = nil) throws -> String {
    try run(sql, to: purpose, shownAs: shownAs).tag
  }

  /// A name, quoted for SQL; `query("DROP DATABASE \(name)", …)` writes it into the statement.
  package func quoted(_ name: String) throws(ToolError) -> QuotedIdentifier {
    guard let quoted = handle.quoted(name) else {
      throw ToolError(.data, "cannot quote a name for \(target): \(handle.failure.reason)")
    }
    return quoted
  }

  /// As in `150004`.
  package var serverVersion: Int { handle.serverVersion }

  /// Ends a transaction without effect, also after Ctrl-C. Where that fails the connection is lost, and the server does
  /// it by itself.
  func rollBack() {
    console.trace("sql: ROLLBACK")
    guard handle.send("ROLLBACK") else { return }
    while handle.nextResult() != nil {}
  }

  private func run(
    _ sql: SQL,
    to purpose: String,
    shownAs: String? = nil
  ) throws -> (tag: String, rows: [PostgresRow]) {
    console.trace("sql: \(shownAs ?? sql.description)")
    guard !sql.binds.contains(where: { $0?.utf8.contains(0) ?? false }) else {
      throw ToolError(.data, "cannot \(purpose) in \(target): PostgreSQL's text holds no NUL character")
    }
    // An answer that was there at once has hidden a Ctrl-C: what waits for answers looks only while it waits.
    guard !Interrupt.endsWork else { throw CancellationError() }
    guard handle.send(sql) else { throw lostConnection(purpose) }
    var answer = (tag: "", rows: [PostgresRow]())
    var failure: ServerMessage?
    while let result = handle.nextResult() {
      switch result.status {
      case .done(let tag): answer = (tag, result.rows)
      case .empty: break
      case .failed(let message): failure = failure ?? message
      case .unexpected(let message): throw ToolError(message, cannot: purpose, in: target)
      }
    }
    guard let failure else { return answer }
    throw ToolError(failure, cannot: purpose, in: target)
  }

  private func lostConnection(_ purpose: String) -> ToolError {
    let server = ServerMessage(severity: "ERROR", message: handle.failure.reason)
    return ToolError(server, cannot: purpose, in: target)
  }
}

extension Console {
  /// A notice on stderr, as psql prints it; a warning even with `--quiet`.
  fileprivate func show(_ notice: ServerMessage) {
    let detail = notice.detail.map { "\nDETAIL:  \($0)" } ?? ""
    if notice.severity == "WARNING" {
      warn(notice.message + detail)
    } else {
      self.note("\(notice.severity):  \(notice.message)\(detail)")
    }
  }
}
