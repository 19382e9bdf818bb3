import Toolkit

/// A number as a server stores it: the text that was sent, such as `007`, `+5`, `.5` and `1E3` (moto), or
/// DynamoDB's own form of it. It is not converted to a binary number, because DynamoDB's numbers have 38
/// digits.
struct DecimalText {
  private let isNegative: Bool
  /// The digits before the point, and those behind it; one of the two may be empty.
  private let integer: Range<Int>
  private let fraction: Range<Int>
  /// With its sign; empty where there is none.
  private let exponent: Range<Int>
  private let text: Range<Int>

  /// Reads the number that `text` is; nil when it is not one.
  init?(_ text: Range<Int>, in bytes: Span<UInt8>) {
    func at(_ index: Int) -> UInt8 { index < text.upperBound ? bytes[index] : 0 }
    func digits(from start: Int) -> Range<Int> {
      var end = start
      while end < text.upperBound, bytes[end].isDigit { end += 1 }
      return start..<end
    }
    func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }

    isNegative = at(text.lowerBound) == UInt8(ascii: "-")
    integer = digits(from: text.lowerBound + (isSign(at(text.lowerBound)) ? 1 : 0))
    let hasPoint = at(integer.upperBound) == UInt8(ascii: ".")
    fraction = hasPoint ? digits(from: integer.upperBound + 1) : integer.upperBound..<integer.upperBound
    guard !integer.isEmpty || !fraction.isEmpty else { return nil }
    self.text = text
    guard fraction.upperBound < text.upperBound else {
      exponent = text.upperBound..<text.upperBound
      return
    }
    guard at(fraction.upperBound) | 0x20 == UInt8(ascii: "e") else { return nil }
    let start = fraction.upperBound + 1
    let end = digits(from: start + (isSign(at(start)) ? 1 : 0))
    guard !end.isEmpty, end.upperBound == text.upperBound else { return nil }
    exponent = start..<end.upperBound
  }

  /// Appends the number as DynamoDB writes it, which is a JSON number too: without an exponent, a plus sign,
  /// or redundant zeros.
  ///
  /// A number beyond DynamoDB's range keeps its exponent: otherwise it could have any number of zeros.
  /// Source: what DynamoDB answers, by github.com/ExtendDB/extenddb/pull/7 and
  /// github.com/nubo-db/dynoxide/issues/109.
  func appendNormal(to output: inout [UInt8], from bytes: Span<UInt8>) {
    guard !isNormal(in: bytes) else { return output.append(text, of: bytes) }
    let (significant, point) = significantDigits(in: bytes)
    guard !significant.isEmpty else { return output.append(UInt8(ascii: "0")) }
    if isNegative { output.append(UInt8(ascii: "-")) }
    let end = exponentValue(in: bytes).map { point + $0 }
    if let end, Self.magnitudes.contains(end - 1) {
      output.appendDigits(significant, pointAt: end)
    } else {
      output.appendDigits(significant, pointAt: point)
      if !exponent.isEmpty {
        output.append(UInt8(ascii: "E"))
        output.append(exponent, of: bytes)
      }
    }
  }

  /// The powers of ten of DynamoDB's numbers: from 1E-130 to 9.99…E+125.
  /// Source: Amazon DynamoDB Developer Guide, "Supported data types: Number".
  private static let magnitudes = -130...125

  private func isNormal(in bytes: Span<UInt8>) -> Bool {
    guard exponent.isEmpty, !integer.isEmpty, bytes[text.lowerBound] != UInt8(ascii: "+") else {
      return false
    }
    let beginsWithZero = bytes[integer.lowerBound] == UInt8(ascii: "0")
    if beginsWithZero, integer.count > 1 { return false }
    if let last = fraction.last { return bytes[last] != UInt8(ascii: "0") }
    let isMinusZero = beginsWithZero && isNegative
    return integer.upperBound == text.upperBound && !isMinusZero
  }

  /// The digits from the first to the last that is not 0, and how many of them are before the point; zeros
  /// between the point and the first digit count negative.
  private func significantDigits(in bytes: Span<UInt8>) -> (digits: [UInt8], point: Int) {
    let digits = [integer, fraction].flatMap { $0.map { bytes[$0] } }
    let isZero = { (digit: UInt8) in digit == UInt8(ascii: "0") }
    let significant = digits.drop(while: isZero)
    let end = significant.lastIndex { !isZero($0) }.map { $0 + 1 } ?? significant.startIndex
    return (Array(significant[..<end]), integer.count - significant.startIndex)
  }

  /// Nil where it has so many digits that the number cannot be one of DynamoDB's.
  private func exponentValue(in bytes: Span<UInt8>) -> Int? {
    guard !exponent.isEmpty else { return 0 }
    guard let value = Int(String(decoding: exponent.map { bytes[$0] }, as: UTF8.self)) else { return nil }
    return value.magnitude < 1 << 32 ? value : nil
  }
}

extension [UInt8] {
  /// Appends digits, of which the first and the last are not 0, with a point after the given number of them.
  fileprivate mutating func appendDigits(_ digits: [UInt8], pointAt point: Int) {
    let zero = UInt8(ascii: "0")
    if point <= 0 {
      append(contentsOf: "0.".utf8)
      append(contentsOf: repeatElement(zero, count: -point))
      append(contentsOf: digits)
    } else if point >= digits.count {
      append(contentsOf: digits)
      append(contentsOf: repeatElement(zero, count: point - digits.count))
    } else {
      append(contentsOf: digits[..<point])
      append(UInt8(ascii: "."))
      append(contentsOf: digits[point...])
    }
  }
}
