import Toolkit

/// One connection to PostgreSQL, for one task at a time. It is closed when its owner releases it.
///
/// Calls block: a tool does one thing at a time. Ctrl-C asks the server to cancel the statement.
package final class PostgresConnection {
  package let target: ConnectionTarget
  let console: Console
  let handle: ConnectionHandle
  /// In a dry run: the database that statements are meant for, where it is not there yet to connect to.
  package var standsInFor: ConnectionTarget?

  /// Connects. While a server is starting up it retries as long as the target's `serverWait` allows. The
  /// server's notices and, with `--verbose`, the statements go to `console`.
  ///
  /// - Throws: `ToolError` with the code `.connection`, `.authentication` or `.sqlState`, naming the target
  ///   and what to type next; `CancellationError`.
  package convenience init(to target: ConnectionTarget, console: Console) throws {
    try self.init(to: target, console: console, isWatched: true)
  }

  /// - Parameter isWatched: Whether a statement that waits for a lock is reported.
  init(to target: ConnectionTarget, console: Console, isWatched: Bool) throws {
    self.target = target
    self.console = console
    console.trace("connecting to \(target)")
    handle = try ServerWait(target, console: console).connect {
      try ConnectionHandle.connected(to: target) { console.show($0) }
    }
    guard isWatched else { return }
    var watch = LockWatch(target: target, console: console, processID: handle.processID)
    handle.onLongWait = { watch.report() }
  }

  /// Runs one statement and returns its rows.
  ///
  /// - Parameter purpose: what the statement is for, as it reads after "cannot": `look up users`.
  /// - Throws: `ToolError`, naming the purpose and the target; after Ctrl-C during the statement, the error
  ///   that the server answers with. `CancellationError` when Ctrl-C came before: then nothing was sent.
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

  /// Whether statements can still be sent: false once the server has closed the connection.
  var isUsable: Bool { handle.isUsable }

  /// A name, quoted for SQL; `query("DROP DATABASE \(name)", …)` writes it into the statement.
  package func quoted(_ name: String) throws(ToolError) -> QuotedIdentifier {
    guard let quoted = handle.quoted(name) else {
      throw ToolError(.data, message: "cannot quote a name for \(target): \(handle.failure.reason)")
    }
    return quoted
  }

  /// As in `150004`.
  package var serverVersion: Int { handle.serverVersion }

  /// Runs one statement even after Ctrl-C, and does not cancel it: for statements that commit or undo earlier
  /// work.
  ///
  /// - Returns: Whether it succeeded. An answer that does not come soon after Ctrl-C is no longer awaited.
  /// - Throws: `ToolError` in a dry run, where the statement could not be printed.
  package func executeDespiteInterrupt(_ sql: SQL) throws -> Bool {
    if console.isDryRun {
      try plan(sql)
      return true
    }
    console.trace("sql: \(sql.description)")
    guard handle.send(sql) else { return false }
    var (isDone, hasFailed) = (false, false)
    while let result = handle.nextResult(endsEarly: false) {
      if case .done = result.status { isDone = true } else { hasFailed = true }
    }
    return isDone && !hasFailed
  }

  /// Rolls a transaction back, also after Ctrl-C. Where that fails the connection is lost, and the server
  /// rolls back by itself.
  package func rollBack() {
    _ = try? executeDespiteInterrupt("ROLLBACK")
  }

  private func run(
    _ sql: SQL,
    to purpose: String,
    shownAs: String? = nil
  ) throws -> (tag: String, rows: [PostgresRow]) {
    console.trace("sql: \(shownAs ?? sql.description)")
    guard !sql.binds.contains(where: { $0?.utf8.contains(0) ?? false }) else {
      throw ToolError(
        .data,
        message: "cannot \(purpose) in \(target): PostgreSQL's text holds no NUL character"
      )
    }
    if console.isDryRun, !sql.onlyReads {
      try plan(sql)
      return ("", [])
    }
    // Where the answer was there immediately, Ctrl-C has not been noticed: it is checked only while waiting.
    guard !Interrupt.endsWork else { throw CancellationError() }
    let isInTransaction = handle.isInTransaction
    let isWrite = sql.effect(inTransaction: false) != nil
    if isWrite { console.writes.begin() }
    // An answer that does not come is an error of its own.
    defer { if isWrite { console.writes.end() } }
    guard handle.send(sql) else { throw lostConnection(purpose) }
    let (answer, found) = try results(purpose)
    let inDoubt = sql.effect(inTransaction: isInTransaction)
    if let limit = handle.answerLimit, handle.isOverdue { throw overdue(purpose, limit: limit) }
    if handle.isUnanswered { throw unanswered(purpose, inDoubt: inDoubt) }
    guard var failure = found else { return answer }
    if failure.sqlState == nil, let inDoubt { failure.message += "; \(doubt(inDoubt))" }
    throw ToolError(failure, cannot: purpose, in: target)
  }

  /// Takes all results of the statement that was sent: the last one, and the first failure.
  private func results(
    _ purpose: String
  ) throws -> (answer: (tag: String, rows: [PostgresRow]), failure: ServerMessage?) {
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
    return (answer, failure)
  }

  /// The work had to end before the server answered.
  private func unanswered(_ purpose: String, inDoubt: String?) -> any Error {
    guard let inDoubt else { return CancellationError() }
    let server = ServerMessage(severity: "ERROR", message: "no answer came; \(doubt(inDoubt))")
    return ToolError(
      .unfinished,
      message: "cannot \(purpose) in \(target): \(server.message)",
      next: .lookBeforeAgain,
      server: server
    )
  }

  private func overdue(_ purpose: String, limit: Duration) -> ToolError {
    ToolError(
      .connection,
      message: "cannot \(purpose) in \(target): no answer for \(limit.components.seconds) s"
    )
  }

  private func doubt(_ statement: String) -> String {
    "it is not known whether \(statement) took effect in \(target)"
  }

  private func lostConnection(_ purpose: String) -> ToolError {
    let server = ServerMessage(severity: "ERROR", message: handle.failure.reason)
    return ToolError(server, cannot: purpose, in: target)
  }
}

extension Console {
  /// A notice on stderr, as psql prints it; warnings also with `--quiet`.
  fileprivate func show(_ notice: ServerMessage) {
    let detail = notice.detail.map { "\nDETAIL:  \($0)" } ?? ""
    if notice.severity == "WARNING" {
      warn(notice.message + detail)
    } else {
      self.note("\(notice.severity):  \(notice.message)\(detail)")
    }
  }
}
