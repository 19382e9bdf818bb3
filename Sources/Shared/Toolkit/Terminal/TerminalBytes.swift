extension [UInt8] {
  /// UTF-8 with DEL and the controls from U+0080 to U+009F as JSON escapes: some terminals obey them, and
  /// JSON allows them in a text as they are.
  var escapedForTerminal: [UInt8] {
    guard contains(where: { $0 == 0x7F || $0 == 0xC2 }) else { return self }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(count)
    var index = startIndex
    while index < endIndex {
      let next = index + 1 < endIndex ? self[index + 1] : 0
      if self[index] == 0x7F {
        escaped += Array("\\u007f".utf8)
      } else if self[index] == 0xC2, (0x80..<0xA0).contains(next) {
        escaped += Array("\\u00\(String(next, radix: 16))".utf8)
        index += 1
      } else {
        escaped.append(self[index])
      }
      index += 1
    }
    return escaped
  }
}
