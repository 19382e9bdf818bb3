import Toolkit

/// Finds the end of plain text within a JSON string, eight bytes at a time.
///
/// A scan spends most of its time here; byte by byte a scan took twice as long.
enum PlainText {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits = ones << 7
  private static let quotes = ones * UInt64(UInt8(ascii: "\""))
  private static let backslashes = ones * UInt64(UInt8(ascii: "\\"))
  private static let blanks = ones * UInt64(UInt8(ascii: " "))

  /// Where the plain text that begins at `start` ends: at a quote, a backslash, a control character or the
  /// end.
  @inline(__always)
  static func end(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let word = bytes.word(at: index)
      let found = zeros(word ^ quotes) | zeros(word ^ backslashes) | below(word, limits: blanks)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count, !interrupts(bytes[index]) { index += 1 }
    return index
  }

  private static func interrupts(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
  }

  /// The high bit of each byte that is zero. Above the lowest of them others may be set in error.
  /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word & highBits
  }

  /// The high bit of each byte that is less than that of `limits`, which is at most 128; with the same
  /// restriction.
  private static func below(_ word: UInt64, limits: UInt64) -> UInt64 {
    (word &- limits) & ~word & highBits
  }
}
