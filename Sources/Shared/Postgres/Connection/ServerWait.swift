import Toolkit

/// Tries to connect until a server that is starting up accepts the connection, or until `--wait-for-server`
/// has passed.
struct ServerWait {
  private let target: ConnectionTarget
  private let console: Console
  private let start = ContinuousClock.now

  /// Between two attempts.
  private static let pause = Duration.milliseconds(250)

  init(_ target: ConnectionTarget, console: Console) {
    self.target = target
    self.console = console
  }

  /// - Throws: `ToolError` for the last attempt's failure; `CancellationError`.
  func connect<Connection>(_ attempt: () throws -> Connection) throws -> Connection {
    var isNamed = false
    while true {
      do {
        return try attempt()
      } catch let failure as ConnectionFailure {
        let elapsed = ContinuousClock.now - start
        guard failure.mayBeStarting, elapsed + Self.pause <= target.serverWait else {
          throw ToolError(cannotConnectTo: target, failure: failure)
        }
        if elapsed >= Limits.absentServerNote, !isNamed {
          isNamed = true
          let limit = target.serverWait.components.seconds
          console.note("waiting up to \(limit) s for PostgreSQL at \(target): \(failure.reason)")
        }
        try Interrupt.pause(Self.pause)
      }
    }
  }
}

extension ConnectionFailure {
  /// Whether no server answered, or one that is not ready yet.
  fileprivate var mayBeStarting: Bool {
    sqlState.map { $0 == .cannotConnectNow } ?? !needsPassword
  }
}
