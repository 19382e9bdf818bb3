import CMicroHTTPD
import Synchronization
import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one owner of a libmicrohttpd daemon, which serves its connections on a thread of its own.
///
/// libmicrohttpd calls back on that thread. While an answer is made the connection is suspended; it is
/// resumed from whatever thread has the answer.
final class Engine: Sendable {
  /// Unchecked, because a raw pointer is not `Sendable`: libmicrohttpd allows all that is done with it from
  /// any thread.
  @safe private struct Daemon: @unchecked Sendable {
    let raw: OpaquePointer
  }

  private let daemon = Mutex<Daemon?>(nil)
  private let listener: Mutex<ListeningSocket?>
  private let receiver: RequestReceiver

  /// - Parameter socket: Owned by the engine from now on.
  /// - Throws: `ToolError` with the code `.configuration`.
  init(_ socket: consuming ListeningSocket, receiver: RequestReceiver) throws(ToolError) {
    self.receiver = receiver
    listener = Mutex(socket)
    var settings = unsafe mhd_shim_settings()
    unsafe settings.listener = listener.withLock { $0?.descriptor ?? -1 }
    unsafe settings.memory = receiver.limits.head
    unsafe settings.connections = UInt32(clamping: receiver.limits.connections)
    unsafe settings.connections_per_address = UInt32(clamping: receiver.limits.connectionsPerAddress)
    unsafe settings.context = Unmanaged.passUnretained(receiver).toOpaque()
    unsafe settings.setCallbacks()
    guard let raw = unsafe mhd_shim_start(&settings) else {
      throw ToolError(.configuration, message: "the HTTP server cannot be started: \(systemMessage(errno))")
    }
    daemon.withLock { $0 = unsafe Daemon(raw: raw) }
  }

  deinit { end() }

  /// Takes no more connections.
  func stopListening() {
    daemon.withLock { daemon in
      if let daemon { _ = unsafe MHD_quiesce_daemon(daemon.raw) }
    }
    // It is not closed: libmicrohttpd's thread may use it until the daemon has ended.
    listener.withLock { _ = shutdown($0?.descriptor ?? -1, Int32(SHUT_RDWR)) }
  }

  /// Ends all connections, and the thread.
  ///
  /// libmicrohttpd ends the process where a connection is still suspended. While an answer is being made the
  /// thread goes on, and keeps the receiver: the end of the process ends both.
  func end() {
    daemon.withLock { daemon in
      guard let ended = daemon else { return }
      daemon = nil
      if receiver.close() {
        unsafe MHD_stop_daemon(ended.raw)
      } else {
        _ = unsafe Unmanaged.passRetained(receiver)
      }
    }
  }
}
