extension [UInt8] {
  package init(_ text: String) { self = Array(text.utf8) }

  /// The bytes as text, for comparisons that tell what differs.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
