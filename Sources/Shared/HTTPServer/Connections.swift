import Synchronization
import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The open connections, and how long each of them has been in its phase.
final class Connections: Sendable {
  /// What a connection is waiting for.
  enum Phase: Sendable {
    /// For a request to begin; `isFirst` for the first one.
    case idle(isFirst: Bool)
    /// For the end of a request's head, after its first line.
    case head
    /// For the end of a request's body.
    case body
    /// For the answer to be made.
    case work
    /// For the client to take the answer.
    case send
  }

  private struct Entry {
    let socket: Int32
    var phase = Phase.idle(isFirst: true)
    var since = ContinuousClock.now
  }

  private struct State {
    var entries: [UInt: Entry] = [:]
    var lastID: UInt = 0
    var isStopping = false
  }

  private let limits: ServerLimits
  private let state = Mutex(State())

  init(_ limits: ServerLimits) {
    self.limits = limits
  }

  /// - Returns: A number that identifies the connection; never 0.
  func add(socket: Int32) -> UInt {
    state.withLock { state in
      state.lastID += 1
      state.entries[state.lastID] = Entry(socket: socket)
      return state.lastID
    }
  }

  /// To be called before the socket is closed: after that, another connection may have its descriptor.
  func remove(_ id: UInt) {
    state.withLock { _ = $0.entries.removeValue(forKey: id) }
  }

  func enter(_ phase: Phase, of id: UInt) {
    state.withLock { state in
      state.entries[id]?.phase = phase
      state.entries[id]?.since = .now
      if case .idle = phase, state.isStopping, let entry = state.entries[id] { Self.end(entry) }
    }
  }

  /// How many there are.
  var count: Int { state.withLock(\.entries.count) }

  var isStopping: Bool { state.withLock(\.isStopping) }

  /// Ends those that have waited for too long.
  func endOverdue(now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      for entry in state.entries.values {
        if let limit = limit(of: entry.phase), now - entry.since > limit { Self.end(entry) }
      }
    }
  }

  /// Ends those that wait for a request; others end with their answers.
  func stop() {
    state.withLock { state in
      state.isStopping = true
      for entry in state.entries.values {
        if case .idle = entry.phase { Self.end(entry) }
      }
    }
  }

  /// Ends all, whatever they are doing.
  func endAll() {
    state.withLock { state in
      for entry in state.entries.values { Self.end(entry) }
    }
  }

  /// A new connection must send a request soon; one that is kept alive may be idle for longer.
  private func limit(of phase: Phase) -> Duration? {
    switch phase {
    case .idle(let isFirst): isFirst ? limits.headTime : limits.idleTime
    case .head: limits.headTime
    case .body: limits.bodyTime
    case .work: nil
    case .send: limits.sendTime
    }
  }

  /// libmicrohttpd then finds the connection closed, and closes the socket.
  private static func end(_ entry: Entry) {
    shutdown(entry.socket, Int32(SHUT_RDWR))
  }
}
