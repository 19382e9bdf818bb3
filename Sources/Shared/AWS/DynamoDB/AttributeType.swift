import Toolkit

/// The types of DynamoDB's attribute values, by their names on the wire.
enum AttributeType {
  case string, number, binary, bool, null, stringSet, numberSet, binarySet, list, map

  @inline(__always)
  init?(_ name: Range<Int>, in bytes: Span<UInt8>) {
    guard let first = name.first else { return nil }
    let isSet = name.count == 2 && bytes[first + 1] == UInt8(ascii: "S")
    switch (name.count, bytes[first]) {
    case (1, UInt8(ascii: "S")): self = .string
    case (1, UInt8(ascii: "N")): self = .number
    case (1, UInt8(ascii: "B")): self = .binary
    case (1, UInt8(ascii: "L")): self = .list
    case (1, UInt8(ascii: "M")): self = .map
    case (2, UInt8(ascii: "S")) where isSet: self = .stringSet
    case (2, UInt8(ascii: "N")) where isSet: self = .numberSet
    case (2, UInt8(ascii: "B")) where isSet: self = .binarySet
    case (4, UInt8(ascii: "B")) where bytes.holds("BOOL".utf8, at: first): self = .bool
    case (4, UInt8(ascii: "N")) where bytes.holds("NULL".utf8, at: first): self = .null
    default: return nil
    }
  }
}
