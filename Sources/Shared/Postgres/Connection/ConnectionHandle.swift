import CLibPQ
import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The only owner of a libpq connection. It waits for the server in short intervals, so that Ctrl-C is
/// noticed.
///
/// Only one task may use it at a time.
@safe final class ConnectionHandle {
  private let connection: OpaquePointer
  private let notices: NoticeSink
  /// Reports why an answer takes long.
  var onLongWait: (() -> Void)?
  /// Whether the work had to end before an answer came: what the server did is unknown, and the connection
  /// cannot be used again.
  private(set) var isUnanswered = false
  /// How long an answer is awaited; nil for no limit. After that the connection is overdue, and cannot be
  /// used again either.
  var answerLimit: Duration?
  private(set) var isOverdue = false

  /// Starts to connect, and does not wait for an answer.
  ///
  /// - Parameter fallbackTLSMode: The value of `PGSSLMODE` in this process from now on; nil leaves it as it
  ///   is.
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

  /// Waits until the server has accepted the connection.
  ///
  /// - Parameter seconds: How long each address may take; nil for no limit.
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

  /// The address that libpq is connected to, or is trying.
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
  /// After Ctrl-C the server is asked to cancel, and its answer is still awaited for a while: only the server
  /// knows whether the statement took effect.
  ///
  /// - Parameter endsEarly: Whether the server is asked to cancel.
  func nextResult(endsEarly: Bool = true) -> ServerResult? {
    guard waitForAnswer(endsEarly: endsEarly), let result = unsafe PQgetResult(connection) else { return nil }
    return unsafe ServerResult(result)
  }

  /// - Returns: Whether there is an answer, or the connection is lost.
  private func waitForAnswer(endsEarly: Bool) -> Bool {
    var stopped: ContinuousClock.Instant?
    let start = ContinuousClock.now
    var report = start + Limits.lockNote
    while unsafe PQisBusy(connection) == 1 {
      if isReady(for: POLLIN) {
        guard unsafe PQconsumeInput(connection) == 1 else { break }
      } else if let stopped {
        // The wait is limited only after Ctrl-C.
        isUnanswered = Interrupt.happened && stopped + Limits.unansweredStatement <= .now
        if isUnanswered { return false }
      } else if Interrupt.endsWork {
        stopped = .now
        if endsEarly { stop() }
      } else if let answerLimit, start + answerLimit <= .now {
        isOverdue = true
        return false
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

  /// Whether statements can still be sent.
  var isUsable: Bool { unsafe PQstatus(connection) == CONNECTION_OK && !isOverdue && !isUnanswered }

  /// Whether what is sent takes effect at a later COMMIT only.
  var isInTransaction: Bool { unsafe PQtransactionStatus(connection) != PQTRANS_IDLE }

  /// Identifies this session, as in `pg_stat_activity`.
  var processID: Int { Int(unsafe PQbackendPID(connection)) }

  /// Waits one interval. A socket in error counts as ready: libpq then reports what is wrong.
  private func isReady(for events: Int32) -> Bool {
    Descriptor(unsafe PQsocket(connection)).isReady(for: events)
  }

  private func stop() {
    guard let request = unsafe PQgetCancel(connection) else { return }
    unsafe CancelRequest(request).send()
  }
}

/// Where libpq's notices go; a class, because C keeps its address.
private final class NoticeSink {
  let receive: (ServerMessage) -> Void

  init(_ receive: @escaping (ServerMessage) -> Void) {
    self.receive = receive
  }
}
