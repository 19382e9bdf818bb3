import Synchronization

/// Receives requests from the engine; each of them is answered by a task of its own.
final class RequestReceiver: Sendable {
  let limits: ServerLimits
  let connections: Connections
  private let executor: (any TaskExecutor)?
  private let work: HTTPServer.Work

  private struct State {
    /// The tasks that make answers.
    var tasks: [ObjectIdentifier: Task<Void, Never>] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  init(_ limits: ServerLimits, on executor: (any TaskExecutor)?, work: @escaping HTTPServer.Work) {
    self.limits = limits
    self.executor = executor
    self.work = work
    connections = Connections(limits)
  }

  func begin(target: String, on connection: UInt) -> Exchange {
    connections.enter(.head, of: connection)
    return Exchange(connection: connection, target: target, limits: limits)
  }

  /// - Returns: Whether the connection goes on.
  func goOn(_ exchange: Exchange, connection: EngineConnection, method: String, piece: [UInt8]?) -> Bool {
    switch exchange.goOn(method: method, headers: { connection.headers }, piece: piece) {
    case .wait:
      if piece == nil { connections.enter(.body, of: exchange.connection) }
    case .work(let request):
      connections.enter(.work, of: exchange.connection)
      return start(request, exchange: exchange, connection: connection)
    case .send(let answer):
      connections.enter(.send, of: exchange.connection)
      return connection.send(answer, ends: connections.isStopping)
    case .abandon: return false
    }
    return true
  }

  func end(_ exchange: Exchange) {
    connections.enter(.idle(isFirst: false), of: exchange.connection)
  }

  /// Cancels all work that is under way.
  func cancelAll() {
    for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
  }

  /// How many answers are being made.
  var workCount: Int { state.withLock(\.tasks.count) }

  /// Begins no more work.
  ///
  /// - Returns: Whether none is under way, so that no connection is suspended.
  func close() -> Bool {
    state.withLock { state in
      state.isClosed = true
      return state.tasks.isEmpty
    }
  }

  /// - Returns: Whether the connection goes on.
  private func start(_ request: ServerRequest, exchange: Exchange, connection: EngineConnection) -> Bool {
    let id = ObjectIdentifier(exchange)
    return state.withLock { state in
      guard !state.isClosed else { return false }
      connection.suspend()
      state.tasks[id] = Task(executorPreference: executor) { [self] in
        exchange.finish(await work(request))
        connection.resume()
        _ = self.state.withLock { $0.tasks.removeValue(forKey: id) }
      }
      return true
    }
  }
}
