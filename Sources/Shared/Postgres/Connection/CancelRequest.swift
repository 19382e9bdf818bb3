import CLibPQ

/// A request to stop what a connection does, which goes over a connection of its own.
///
/// libpq lets any thread send it, whatever becomes of the connection meanwhile.
@safe final class CancelRequest: @unchecked Sendable {
  private let request: OpaquePointer

  init(_ request: OpaquePointer) {
    unsafe self.request = unsafe request
  }

  deinit { unsafe PQfreeCancel(request) }

  func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe PQcancel(request, &message, Int32(message.count))
  }
}
