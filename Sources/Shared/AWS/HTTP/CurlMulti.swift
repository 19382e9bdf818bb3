import CCurl
import Toolkit

/// libcurl's multi handle, used on the event loop's thread: the transfers under way and their shared
/// connections.
@safe final class CurlMulti {
  private let handle: UnsafeMutableRawPointer
  private var transfers: [CurlTransfer] = []

  /// - Parameter handle: The event loop's, which frees it.
  init(_ handle: UnsafeMutableRawPointer) {
    unsafe self.handle = handle
  }

  deinit {
    for transfer in transfers { cancel(transfer.id) }
  }

  func start(_ transfer: CurlTransfer) {
    // A transfer that libcurl did not take would never end.
    guard unsafe curl_multi_add_handle(handle, transfer.easy.handle) == CURLM_OK else {
      return transfer.finish(CURLE_FAILED_INIT)
    }
    transfers.append(transfer)
  }

  func cancel(_ id: Int) {
    guard let transfer = transfers.first(where: { $0.id == id }) else { return }
    remove(transfer)
    transfer.cancel()
  }

  private func remove(_ transfer: CurlTransfer) {
    transfers.removeAll { $0 === transfer }
    unsafe curl_multi_remove_handle(handle, transfer.easy.handle)
  }

  /// Advances all transfers and finishes those that have ended. When none has and `wait` allows it, waits for
  /// the network, for `curl_multi_wakeup` or for a signal, at most 250 ms.
  func turn(wait: () -> Bool) {
    if !transfers.isEmpty {
      var running = Int32(0)
      unsafe curl_multi_perform(handle, &running)
      if finishEnded() { return }
      cutStalled()
    }
    if wait() { unsafe curl_multi_poll(handle, nil, 0, 250, nil) }
  }

  /// At this point all data that has arrived is received, however long this thread was busy.
  private func cutStalled() {
    let now = ContinuousClock.now
    for transfer in transfers where transfer.isStalled(at: now) {
      remove(transfer)
      transfer.timeOut()
    }
  }

  private func finishEnded() -> Bool {
    var hasEnded = false
    var left = Int32(0)
    while let message = unsafe curl_multi_info_read(handle, &left) {
      let easy = unsafe message.pointee.easy_handle
      let code = unsafe curl_shim_message_result(message)
      guard let transfer = transfers.first(where: { unsafe $0.easy.handle == easy }) else { continue }
      remove(transfer)
      transfer.finish(code)
      hasEnded = true
    }
    return hasEnded
  }
}
