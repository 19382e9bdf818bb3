import CCurl
import Toolkit

/// The callbacks of libcurl while a transfer runs. The `CurlTransfer` must live until it ends.
extension CurlEasy {
  /// Passes the bytes of the answer to the transfer.
  func setReceiver(_ transfer: CurlTransfer) throws(ToolError) {
    let pointer = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    try Self.check(unsafe curl_shim_set_pointer(handle, CURLOPT_WRITEDATA, pointer))
    try Self.check(unsafe curl_shim_set_pointer(handle, CURLOPT_HEADERDATA, pointer))
    try Self.check(unsafe curl_shim_set_write_callback(handle, CURLOPT_WRITEFUNCTION, receiveBody))
    try Self.check(unsafe curl_shim_set_write_callback(handle, CURLOPT_HEADERFUNCTION, receiveHeaderLine))
  }

  /// Examines the first bytes that the server sends during the TLS handshake: a server without TLS answers in
  /// http, of which libcurl only reports that TLS failed. libcurl shows TLS records where it uses OpenSSL.
  func watchHandshake(_ transfer: CurlTransfer) throws(ToolError) {
    let pointer = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    try Self.check(unsafe curl_shim_watch(handle, receiveHandshake, pointer))
  }

  /// Makes libcurl send the request only once.
  ///
  /// When a reused connection ends without a byte of an answer, libcurl assumes that it had been closed
  /// before, and sends the request again, up to five times (`Curl_retry_request`). The server may have
  /// carried out each of them. libcurl calls `CURLOPT_PREREQFUNCTION` before each sending; the second call is
  /// refused, which ends the transfer. Before 7.80 there is no such callback: there each request has a new
  /// connection, on which libcurl does not retry.
  ///
  /// - Parameter asking: Whether to use the callback where libcurl has it.
  func sendOnce(_ transfer: CurlTransfer, asking: Bool) throws(ToolError) {
    let pointer = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    let code =
      asking ? unsafe curl_shim_ask_before_sending(handle, mayBeSent, pointer) : CURLE_UNKNOWN_OPTION
    if code == CURLE_UNKNOWN_OPTION { return try set(CURLOPT_FRESH_CONNECT, to: 1) }
    try Self.check(code)
    asksBeforeSending = true
  }
}

private func receiveBody(
  bytes: UnsafeMutablePointer<CChar>?,
  size: Int,
  count: Int,
  transfer: UnsafeMutableRawPointer?
) -> Int {
  unsafe receive(UnsafeRawBufferPointer(start: bytes, count: size * count), for: transfer) {
    unsafe $0.receive(body: $1)
  }
}

private func receiveHeaderLine(
  bytes: UnsafeMutablePointer<CChar>?,
  size: Int,
  count: Int,
  transfer: UnsafeMutableRawPointer?
) -> Int {
  unsafe receive(UnsafeRawBufferPointer(start: bytes, count: size * count), for: transfer) {
    unsafe $0.receive(headerLine: $1)
  }
}

/// Passes received bytes to the transfer.
///
/// - Returns: How many bytes were taken: all, or 0, by which libcurl ends the transfer.
private func receive(
  _ bytes: UnsafeRawBufferPointer,
  for transfer: UnsafeMutableRawPointer?,
  take: (CurlTransfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
  guard let transfer = unsafe CurlTransfer.from(transfer), unsafe take(transfer, bytes) else { return 0 }
  return bytes.count
}

private func receiveHandshake(
  _: UnsafeMutableRawPointer?,
  kind: curl_infotype,
  bytes: UnsafeMutablePointer<CChar>?,
  count: Int,
  transfer: UnsafeMutableRawPointer?
) -> Int32 {
  guard kind == CURLINFO_SSL_DATA_IN, let bytes = unsafe bytes,
    let transfer = unsafe CurlTransfer.from(transfer)
  else { return 0 }
  unsafe transfer.receive(handshake: UnsafeRawBufferPointer(start: bytes, count: count))
  return 0
}

/// The addresses and ports of both ends do not matter.
private func mayBeSent(
  transfer: UnsafeMutableRawPointer?,
  _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?,
  _: Int32,
  _: Int32
) -> Int32 {
  unsafe CurlTransfer.from(transfer)?.beginSending() == true ? 0 : 1
}

extension CurlTransfer {
  /// The transfer, from the pointer that libcurl passes back.
  fileprivate static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
  }
}
