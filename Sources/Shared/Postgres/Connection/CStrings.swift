/// Passes texts to C as an array of C strings that ends with NULL; nil becomes NULL.
func withCStrings<Result>(
  _ texts: [String?],
  body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
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
