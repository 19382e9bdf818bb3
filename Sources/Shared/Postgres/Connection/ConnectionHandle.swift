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
    let pairs = parameters.pairs
    let started = unsafe withCStrings(pairs.map(\.keyword)) { keywords in
      unsafe withCStrings(pairs.map(\.value)) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
    guard let started = unsafe started else { throw ConnectionFailure(libpqMessage: "out of memory") }
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
  /// - Throws: `ConnectionFailure`, or `CancellationError`.
  func connect(within seconds: Int?) throws {
    let deadline = seconds.map { ContinuousClock.now + .seconds($0) }
    var progress = PGRES_POLLING_WRITING
    while progress != PGRES_POLLING_OK {
      guard progress != PGRES_POLLING_FAILED else { throw failure }
      while !isReady(for: progress == PGRES_POLLING_READING ? POLLIN : POLLOUT) {
        if Interrupt.endsWork { throw CancellationError() }
        if let deadline, deadline <= .now {
          throw ConnectionFailure(reasons: ["no answer within \(seconds ?? 0) s"])
        }
      }
      progress = unsafe PQconnectPoll(connection)
    }
    _ = unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
  }

  /// Sends one statement with its values. Returns false when the connection is gone.
  func send(_ sql: SQL) -> Bool {
    unsafe withCStrings(sql.binds) { values in
      unsafe PQsendQueryParams(connection, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0) == 1
    }
  }

  /// The next answer to what was sent; nil after the last.
  ///
  /// When the work is to end (Ctrl-C) the server is asked to stop, and its answer is awaited all the same: only the
  /// server knows whether the work was done.
  func nextResult() -> ServerResult? {
    var askedToStop = false
    while unsafe PQisBusy(connection) == 1 {
      if isReady(for: POLLIN) {
        guard unsafe PQconsumeInput(connection) == 1 else { break }
      } else if !askedToStop && Interrupt.endsWork {
        askedToStop = true
        stop()
      }
    }
    guard let result = unsafe PQgetResult(connection) else { return nil }
    return unsafe ServerResult(result)
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
    let text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
    var failure = ConnectionFailure(libpqMessage: text)
    failure.needsPassword = unsafe PQconnectionNeedsPassword(connection) == 1
    return failure
  }

  /// Waits one slice. A socket in error counts as ready: libpq then says what is wrong.
  private func isReady(for events: Int32) -> Bool {
    var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(events), revents: 0)
    return unsafe poll(&descriptor, 1, Self.slice) > 0
  }

  private func stop() {
    guard let cancel = unsafe PQgetCancel(connection) else { return }
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe PQcancel(cancel, &message, Int32(message.count))
    unsafe PQfreeCancel(cancel)
  }
}

/// Where libpq's notices go; a class, because C remembers its address.
private final class NoticeSink {
  let receive: (ServerMessage) -> Void

  init(_ receive: @escaping (ServerMessage) -> Void) {
    self.receive = receive
  }
}

/// Lends texts to C as an array of C strings that ends with NULL; nil becomes NULL.
private func withCStrings<Result>(
  _ texts: [String?],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
  var bytes: [CChar] = []
  var offsets: [Int?] = []
  for text in texts {
    offsets.append(text == nil ? nil : bytes.count)
    if let text { bytes += text.utf8CString }
  }
  return unsafe bytes.withUnsafeBufferPointer { buffer in
    var pointers = unsafe offsets.map { offset in
      unsafe offset.flatMap { unsafe buffer.baseAddress?.advanced(by: $0) }
    }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }
}
