import CMicroHTTPD

/// A connection as libmicrohttpd has it, from the first line of a request to the end of its answer.
///
/// Unchecked, because a raw pointer is not `Sendable`: other threads only resume the connection, which
/// libmicrohttpd allows.
@safe struct EngineConnection: @unchecked Sendable {
  private let raw: OpaquePointer

  @unsafe init(raw: OpaquePointer) {
    unsafe self.raw = raw
  }

  /// The request's header fields. Bytes that are not UTF-8 are replaced.
  var headers: HeaderFields {
    let list = HeaderList()
    unsafe MHD_get_connection_values_n(
      raw,
      .HEADER_KIND,
      { list, _, name, nameLength, value, valueLength in
        guard let list = unsafe list, let name = unsafe name else { return .NO }
        unsafe Unmanaged<HeaderList>.fromOpaque(list).takeUnretainedValue().fields.append(
          (text(name, length: nameLength), value.map { unsafe text($0, length: valueLength) } ?? "")
        )
        return .YES
      },
      Unmanaged.passUnretained(list).toOpaque()
    )
    return HeaderFields(list.fields)
  }

  /// Nothing is received or sent until `resume`.
  func suspend() { unsafe MHD_suspend_connection(raw) }

  func resume() { unsafe MHD_resume_connection(raw) }

  /// - Parameter ends: Whether the connection ends with the answer.
  /// - Returns: Whether it could be taken.
  func send(_ answer: ServerAnswer, ends: Bool) -> Bool {
    let made = unsafe answer.body.withUnsafeBytes { body in
      // libmicrohttpd copies the bytes at once.
      unsafe MHD_create_response_from_buffer(
        body.count,
        UnsafeMutableRawPointer(mutating: body.baseAddress),
        .RESPMEM_MUST_COPY
      )
    }
    guard let response = unsafe made else { return false }
    defer { unsafe MHD_destroy_response(response) }
    for (name, value) in answer.headers.fields { unsafe MHD_add_response_header(response, name, value) }
    if ends { unsafe MHD_add_response_header(response, "Connection", "close") }
    return unsafe MHD_queue_response(raw, UInt32(answer.status), response) == .YES
  }
}

/// The header fields that an iteration has found; a class, because C keeps its address.
private final class HeaderList {
  var fields: [(name: String, value: String)] = []
}

private func text(_ start: UnsafePointer<CChar>, length: Int) -> String {
  unsafe String(decoding: bytes(start, count: length), as: UTF8.self)
}

/// Copies what libmicrohttpd has in a buffer of its own.
func bytes(_ start: UnsafePointer<CChar>, count: Int) -> [UInt8] {
  unsafe UnsafeBufferPointer(start: start, count: count).map { UInt8(bitPattern: $0) }
}
