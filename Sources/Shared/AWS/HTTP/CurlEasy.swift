import CCurl
import Toolkit

/// One libcurl easy handle: a request set up, its answer collected. Owned by the `CurlTransfer` that runs it.
///
/// The handle, its header list and the buffer for error texts are freed together.
@safe final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>

  /// Nil when libcurl has no memory left.
  init?() {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = handle
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe curl_shim_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    unsafe curl_shim_leave_lookups(handle)
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe curl_slist_free_all(headerList)
    unsafe errorText.deallocate()
  }

  func set(_ option: CURLoption, _ value: Int) {
    unsafe curl_shim_set_long(handle, option, value)
  }

  /// libcurl copies the text.
  func set(_ option: CURLoption, _ value: String) {
    unsafe curl_shim_set_string(handle, option, value)
  }

  /// libcurl copies the bytes. The size must be known first: a body may hold zeros.
  func setBody(_ body: [UInt8]) {
    unsafe curl_shim_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    unsafe body.withUnsafeBytes { bytes in
      _ = unsafe curl_shim_set_pointer(
        handle,
        CURLOPT_COPYPOSTFIELDS,
        UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(errorText))
      )
    }
  }

  /// Fields as they are; one with an empty value takes out the field that libcurl adds by itself.
  func setHeaders(_ headers: [(name: String, value: String)]) {
    for (name, value) in headers {
      unsafe headerList = curl_slist_append(headerList, value.isEmpty ? "\(name):" : "\(name): \(value)")
    }
    unsafe curl_shim_set_pointer(handle, CURLOPT_HTTPHEADER, headerList)
  }

  /// Calls the receiver's functions with the bytes of the answer. The receiver must outlive the transfer.
  func setReceiver(_ receiver: CurlTransfer) {
    let pointer = unsafe Unmanaged.passUnretained(receiver).toOpaque()
    unsafe curl_shim_set_pointer(handle, CURLOPT_WRITEDATA, pointer)
    unsafe curl_shim_set_pointer(handle, CURLOPT_HEADERDATA, pointer)
    unsafe curl_shim_set_write_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, receiver in
      guard let bytes = unsafe bytes, let receiver = unsafe receiver else { return 0 }
      let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(receiver).takeUnretainedValue()
      let length = size * count
      return unsafe transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
    }
    unsafe curl_shim_set_write_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, receiver in
      guard let bytes = unsafe bytes, let receiver = unsafe receiver else { return 0 }
      let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(receiver).takeUnretainedValue()
      let length = size * count
      let line = unsafe UnsafeRawBufferPointer(start: bytes, count: length)
      return unsafe transfer.receive(headerLine: line) ? length : 0
    }
  }

  /// How far a transfer has come on the way there.
  struct Progress: Equatable {
    /// Whether the connection stands, its TLS included.
    var isConnected = false
    /// Bytes of the request's body that have gone out.
    var sent = curl_off_t(0)
  }

  var progress: Progress {
    var (untilTransfer, sent) = (curl_off_t(0), curl_off_t(0))
    unsafe curl_shim_get_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &untilTransfer)
    unsafe curl_shim_get_offset(handle, CURLINFO_SIZE_UPLOAD_T, &sent)
    return Progress(isConnected: untilTransfer > 0, sent: sent)
  }

  var status: Int {
    var status = 0
    unsafe curl_shim_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  /// libcurl's own words for what went wrong, or its general ones for the code.
  func message(for code: CURLcode) -> String {
    let detail = unsafe String(cString: errorText)
    return detail.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : detail.withoutProxy
  }
}

extension String {
  /// libcurl quotes a proxy's address as it stands in the environment, its password with it.
  fileprivate var withoutProxy: String {
    guard lowercased().contains("proxy") || contains("@"), let quote = firstIndex(of: "'") else {
      return self
    }
    return self[..<quote] + "'****'"
  }
}
