import CLibPQ

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A request to cancel what a connection does. It is sent over a connection of its own.
@safe final class CancelRequest {
  private let request: OpaquePointer

  init(_ request: OpaquePointer) {
    unsafe self.request = unsafe request
  }

  deinit { unsafe PQfreeCancel(request) }

  /// Sends it from a thread of its own: libpq waits for the server, and a server that does not answer must
  /// not block the run. libpq allows this from any thread, also when the connection is closed meanwhile.
  func send() {
    let argument = unsafe Unmanaged.passRetained(self)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let code = unsafe pthread_create(
      &thread,
      nil,
      { argument in
        // Darwin's argument is not optional.
        let argument: UnsafeMutableRawPointer? = unsafe argument
        if let argument = unsafe argument {
          unsafe Unmanaged<CancelRequest>.fromOpaque(argument).takeRetainedValue().sendAndWait()
        }
        return nil
      },
      argument.toOpaque()
    )
    guard code == 0 else { return unsafe argument.release() }
    #if canImport(Darwin)
      if let thread = unsafe thread { unsafe pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }

  private func sendAndWait() {
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe PQcancel(request, &message, Int32(message.count))
  }
}
