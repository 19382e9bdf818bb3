extension [UInt8] {
  package init(_ text: String) { self = Array(text.utf8) }

  /// The bytes as text, so that a failed comparison shows the difference.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
