import CCurl
import Toolkit

/// One libcurl easy handle, owned by the `CurlTransfer` that runs it.
///
/// The handle, its header list and the buffer for error texts are freed together.
@safe final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>
  /// Whether this libcurl has `CURLOPT_PREREQFUNCTION`.
  var asksBeforeSending = false

  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)` when libcurl has no memory left.
  init() throws(ToolError) {
    guard let handle = unsafe curl_easy_init() else { throw Self.refusal(CURLE_OUT_OF_MEMORY) }
    unsafe self.handle = handle
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try Self.check(unsafe curl_shim_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
    // An older libcurl waits for the thread instead.
    let code = unsafe curl_shim_leave_lookups(handle)
    if code != CURLE_UNKNOWN_OPTION { try Self.check(code) }
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe curl_slist_free_all(headerList)
    unsafe errorText.deallocate()
  }

  /// Whether the connection is established, TLS included, by libcurl's timings. From 8.x on they are also set
  /// for a failed connection; whether `beginSending` was called is more reliable.
  var isConnected: Bool { offset(CURLINFO_PRETRANSFER_TIME_T) > 0 }

  /// Bytes of the request's body that were sent.
  var sentBytes: curl_off_t { offset(CURLINFO_SIZE_UPLOAD_T) }

  private func offset(_ info: CURLINFO) -> curl_off_t {
    var offset = curl_off_t(0)
    unsafe curl_shim_get_offset(handle, info, &offset)
    return offset
  }

  var status: Int { number(CURLINFO_RESPONSE_CODE) }

  /// The status of a proxy's answer to `CONNECT`; 0 where there was none.
  var proxyStatus: Int { number(CURLINFO_HTTP_CONNECTCODE) }

  private func number(_ info: CURLINFO) -> Int {
    var number = 0
    unsafe curl_shim_get_long(handle, info, &number)
    return number
  }

  /// libcurl's message for the failure, or its general one for the code.
  func message(for code: CURLcode) -> String {
    let detail = unsafe String(cString: errorText)
    return detail.isEmpty
      ? unsafe String(cString: curl_easy_strerror(code)) : detail.onOneLine.withoutProxy
  }
}

// MARK: - Setting up the request

extension CurlEasy {
  /// An option that cannot be set is an error: the request would be a different one.
  static func check(_ code: CURLcode) throws(ToolError) {
    guard code == CURLE_OK else { throw refusal(code) }
  }

  private static func refusal(_ code: CURLcode) -> ToolError {
    let reason = unsafe String(cString: curl_easy_strerror(code))
    return ToolError(
      .transport(.invalidRequest),
      message: "libcurl cannot be set up for the request: \(reason)"
    )
  }

  func set(_ option: CURLoption, to value: Int) throws(ToolError) {
    try Self.check(unsafe curl_shim_set_long(handle, option, value))
  }

  /// libcurl copies the text.
  func set(_ option: CURLoption, to value: String) throws(ToolError) {
    try Self.check(unsafe curl_shim_set_string(handle, option, value))
  }

  /// libcurl copies the bytes. The size must be set first: a body may contain NUL.
  func setBody(_ body: [UInt8]) throws(ToolError) {
    try Self.check(
      unsafe curl_shim_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    )
    let code = unsafe body.withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress ?? UnsafeRawPointer(errorText)
      return unsafe curl_shim_set_pointer(
        handle,
        CURLOPT_COPYPOSTFIELDS,
        UnsafeMutableRawPointer(mutating: start)
      )
    }
    try Self.check(code)
  }

  /// Sets the header fields; one with an empty value removes the field that libcurl adds itself.
  func setHeaders(_ headers: [(name: String, value: String)]) throws(ToolError) {
    for (name, value) in headers {
      let line = value.isEmpty ? "\(name):" : "\(name): \(value)"
      guard let longer = unsafe curl_slist_append(headerList, line) else {
        throw Self.refusal(CURLE_OUT_OF_MEMORY)
      }
      unsafe headerList = longer
    }
    try Self.check(unsafe curl_shim_set_pointer(handle, CURLOPT_HTTPHEADER, headerList))
  }
}

extension String {
  /// libcurl quotes a proxy's URL with its password.
  fileprivate var withoutProxy: String {
    guard lowercased().contains("proxy") || contains("@"), let quote = firstIndex(of: "'") else {
      return self
    }
    return self[..<quote] + "'****'"
  }
}
