extension Collection<UInt8> {
  /// The same without the byte order mark of UTF-8, which some editors put before a text.
  package var withoutByteOrderMark: SubSequence {
    starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
  }
}
