import CLibPQ
import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one owner of a libpq connection. It waits for the server in short slices, so that Ctrl-C reaches it.
///
/// It stays with the task that made it.
@safe final class ConnectionHandle {
  /// How long Ctrl-C may go unnoticed, in milliseconds.
  private static let slice: Int32 = 50

  private let connection: OpaquePointer
  private let notices: NoticeSink
  /// Says why an answer takes long.
  var onLongWait: (() -> Void)?
  /// The work had to end before an answer came: nobody knows what the server did, and the connection is of no more use.
  private(set) var isUnanswered = false

  /// Begins to connect; nothing is answered yet.
  ///
  /// - Parameter fallbackTLSMode: what `PGSSLMODE` says for this process from now on.
  /// - Throws: `ConnectionFailure` when libpq refuses the parameters.
  init(
    _ parameters: ConnectionParameters,
    fallbackTLSMode: String? = nil,
    onNotice: @escaping (ServerMessage) -> Void
  ) throws(ConnectionFailure) {
    if let fallbackTLSMode { unsafe setenv("PGSSLMODE", fallbackTLSMode, 1) }
    guard let started = unsafe parameters.startConnecting() else {
      throw ConnectionFailure(libpqMessage: "out of memory")
    }
    unsafe connection = unsafe started
    notices = NoticeSink(onNotice)
    // SQLSTATE is part of libpq's text about a failed connection only in this form.
    _ = unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    _ = unsafe PQsetNoticeReceiver(
      connection,
      { sink, result in
        guard let sink = unsafe sink, let result = unsafe result else { return }
        let message = unsafe ServerResult.message(of: result)
        unsafe Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().receive(message)
      },
      Unmanaged.passUnretained(notices).toOpaque()
    )
    if unsafe PQstatus(connection) == CONNECTION_BAD { throw failure }
  }

  deinit { unsafe PQfinish(connection) }

  /// Waits until the server has let us in.
  ///
  /// - Parameter seconds: How long each address has to do so; nil for ever.
  /// - Throws: `ConnectionFailure`, `ConnectionTimeout`, or `CancellationError`.
  func connect(within seconds: Int?) throws {
    func limit() -> ContinuousClock.Instant? { seconds.map { ContinuousClock.now + .seconds($0) } }
    var address = address
    var deadline = limit()
    var progress = PGRES_POLLING_WRITING
    while progress != PGRES_POLLING_OK {
      guard progress != PGRES_POLLING_FAILED else { throw failure }
      while !isReady(for: progress == PGRES_POLLING_READING ? POLLIN : POLLOUT) {
        if Interrupt.endsWork { throw CancellationError() }
        if let deadline, deadline <= .now { throw ConnectionTimeout(address: address, text: failureText) }
      }
      progress = unsafe PQconnectPoll(connection)
      guard self.address != address else { continue }
      address = self.address
      deadline = limit()
    }
    _ = unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
  }

  /// The one that libpq speaks to, or tries to.
  private var address: ServerAddress {
    func text(_ value: UnsafeMutablePointer<CChar>?) -> String {
      unsafe value.map { unsafe String(cString: $0) } ?? ""
    }
    return unsafe ServerAddress(
      host: text(PQhost(connection)),
      number: text(PQhostaddr(connection)),
      port: text(PQport(connection))
    )
  }

  /// Sends one statement with its values. Returns false when the connection is gone.
  func send(_ sql: SQL) -> Bool {
    unsafe withCStrings(sql.binds) { values in
      unsafe PQsendQueryParams(connection, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0) == 1
    }
  }

  /// The next answer to what was sent; nil after the last.
  ///
  /// When the work is to end (Ctrl-C) the server is asked to stop, and its answer is awaited all the same, for a while:
  /// only the server knows whether the work was done.
  ///
  /// - Parameter endsEarly: Whether the server is asked to stop.
  func nextResult(endsEarly: Bool = true) -> ServerResult? {
    guard waitForAnswer(endsEarly: endsEarly), let result = unsafe PQgetResult(connection) else { return nil }
    return unsafe ServerResult(result)
  }

  /// - Returns: Whether there is an answer, or no more connection.
  private func waitForAnswer(endsEarly: Bool) -> Bool {
    var stopped: ContinuousClock.Instant?
    var report = ContinuousClock.now + Limits.lockNote
    while unsafe PQisBusy(connection) == 1 {
      if isReady(for: POLLIN) {
        guard unsafe PQconsumeInput(connection) == 1 else { break }
      } else if let stopped {
        // Only Ctrl-C sets a limit: without it the server's answer is worth any wait.
        isUnanswered = Interrupt.happened && stopped + Limits.unansweredStatement <= .now
        if isUnanswered { return false }
      } else if Interrupt.endsWork {
        stopped = .now
        if endsEarly { stop() }
      } else if report <= .now {
        onLongWait?()
        report = .now + Limits.lockNote
      }
    }
    return true
  }

  /// A name, quoted for SQL as libpq does it.
  func quoted(_ name: String) -> QuotedIdentifier? {
    guard let quoted = unsafe PQescapeIdentifier(connection, name, name.utf8.count) else { return nil }
    defer { unsafe PQfreemem(quoted) }
    return unsafe QuotedIdentifier(text: String(cString: quoted))
  }

  /// A setting that the server reports by itself, such as `standard_conforming_strings`.
  func setting(_ name: String) -> String? {
    unsafe PQparameterStatus(connection, name).map { unsafe String(cString: $0) }
  }

  /// As in `150004`.
  var serverVersion: Int { Int(unsafe PQserverVersion(connection)) }

  /// What libpq says about the connection itself.
  var failure: ConnectionFailure {
    var failure = ConnectionFailure(libpqMessage: failureText)
    failure.needsPassword = unsafe PQconnectionNeedsPassword(connection) == 1
    return failure
  }

  private var failureText: String {
    unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
  }

  /// Whether what is sent takes effect at a later COMMIT only.
  var isInTransaction: Bool { unsafe PQtransactionStatus(connection) != PQTRANS_IDLE }

  /// Names this session to others, as `pg_stat_activity` does.
  var processID: Int { Int(unsafe PQbackendPID(connection)) }

  /// Waits one slice. A socket in error counts as ready: libpq then says what is wrong.
  private func isReady(for events: Int32) -> Bool {
    var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(events), revents: 0)
    return unsafe poll(&descriptor, 1, Self.slice) > 0
  }

  private func stop() {
    guard let request = unsafe PQgetCancel(connection) else { return }
    unsafe CancelRequest(request).send()
  }
}

/// Where libpq's notices go; a class, because C remembers its address.
private final class NoticeSink {
  let receive: (ServerMessage) -> Void

  init(_ receive: @escaping (ServerMessage) -> Void) {
    self.receive = receive
  }
}
