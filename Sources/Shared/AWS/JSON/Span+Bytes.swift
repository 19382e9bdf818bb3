import Toolkit

extension Span<UInt8> {
  /// Eight bytes as one little-endian number.
  @inline(__always)
  func word(at position: Int) -> UInt64 {
    // The bounds are checked. It is marked unsafe because of types for which not all bytes are a valid value.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// - Throws: `JSONError` unless all of it is UTF-8.
  func checkUTF8() throws(JSONError) {
    guard (try? UTF8Span(validating: self)) != nil else { throw JSONError(offset: 0, expected: "UTF-8") }
  }

  /// Whether the bytes at `position` are `text`.
  func holds(_ text: some Collection<UInt8>, at position: Int) -> Bool {
    guard position >= 0, text.count <= count - position else { return false }
    return zip(position..., text).allSatisfy { self[$0] == $1 }
  }
}

extension [UInt8] {
  /// Appends a part of a span, in one piece.
  @inline(__always)
  mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
