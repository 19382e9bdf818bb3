/// Bytes as ASCII characters.
extension UInt8 {
  /// `a` to `z` and `A` to `Z`.
  package var isLetter: Bool { (self | 0x20).isLowercaseLetter }

  package var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }

  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether it is a letter, a digit, or one of `others`.
  package func isLetterOrDigit(or others: String) -> Bool {
    isLetter || isDigit || others.utf8.contains(self)
  }

  package var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }

  /// 0 to 15; nil where it is not a hexadecimal digit.
  package var hexDigitValue: UInt8? { isHexDigit ? (isDigit ? self & 0xF : (self & 0xF) + 9) : nil }
}
