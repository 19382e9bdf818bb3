import Toolkit

/// The grammar of JSON's numbers. They are not converted to binary numbers, because DynamoDB's have 38
/// digits.
enum JSONNumber {
  /// Where the number that begins at `start` ends; nil when none does.
  static func end(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    let count = bytes.count
    if index < count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let integer = index
    index = afterDigits(in: bytes, from: index)
    guard index > integer else { return nil }
    if bytes[integer] == UInt8(ascii: "0"), index > integer + 1 { return nil }
    if index < count, bytes[index] == UInt8(ascii: ".") {
      let fraction = index + 1
      index = afterDigits(in: bytes, from: fraction)
      guard index > fraction else { return nil }
    }
    guard index < count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return index }
    index += 1
    if index < count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
    let exponent = index
    index = afterDigits(in: bytes, from: exponent)
    return index > exponent ? index : nil
  }

  private static func afterDigits(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index].isDigit { index += 1 }
    return index
  }
}
