import Toolkit

/// Reports what a slow statement waits for: a second connection asks which sessions hold the lock.
struct LockWatch {
  let target: ConnectionTarget
  let console: Console
  /// The session that waits.
  let processID: Int
  private var hasReported = false

  init(target: ConnectionTarget, console: Console, processID: Int) {
    self.target = target
    self.console = console
    self.processID = processID
  }

  /// Warns once, when it waits for other sessions. Where that cannot be found out there is no warning; the
  /// statement goes on.
  mutating func report() {
    guard !hasReported, let sessions = try? holders(), !sessions.isEmpty else { return }
    hasReported = true
    console.warn("waiting for a lock in \(target), which is held by \(sessions)")
  }

  private func holders() throws -> String {
    let connection = try PostgresConnection(
      to: target.withConnectTimeout(seconds: Int(Limits.lockConnect.components.seconds)),
      console: console,
      isWatched: false
    )
    let rows = try connection.query(
      """
      SELECT pid, application_name AS program, usename AS role, host(client_addr) AS place
      FROM unnest(pg_blocking_pids(\(String(processID))::int)) AS blocking(pid) JOIN pg_stat_activity USING (pid)
      ORDER BY pid LIMIT 5
      """,
      to: "see who holds the lock"
    )
    return try rows.map { try $0.sessionText() }.joined(separator: ", ")
  }
}

extension PostgresRow {
  /// A session as people read it: `psql of phidel at 10.0.0.7 (pid 4711)`; the row's columns are `pid`,
  /// `program`, `role` and `place`.
  package func sessionText() throws -> String {
    let program = self["program"].flatMap { $0.isEmpty ? nil : $0 } ?? "a program without a name"
    let place = self["place"] ?? "the server itself"
    return "\(program) of \(self["role"] ?? "?") at \(place) (pid \(try text("pid")))".onOneLine(atMost: 300)
  }
}
