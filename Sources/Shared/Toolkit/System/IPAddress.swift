#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A numeric host, in any of the notations that libcurl takes: `127.1` and `0x7f000001` are 127.0.0.1 too.
package struct IPAddress: Sendable {
  /// Four for IPv4, also within IPv6 (`::ffff:127.0.0.1`); sixteen for IPv6.
  private let bytes: [UInt8]
  /// The usual notation: `127.0.0.1`, `::1`.
  package let text: String

  /// Nil when the host is a name.
  ///
  /// - Parameter host: Without brackets.
  package init?(_ host: Substring) {
    var version4 = in_addr()
    var version6 = in6_addr()
    if unsafe inet_aton(String(host), &version4) != 0 {
      text = unsafe Self.text(AF_INET, address: &version4)
      bytes = unsafe withUnsafeBytes(of: version4) { unsafe Array($0) }
    } else if unsafe inet_pton(AF_INET6, String(host.prefix { $0 != "%" }), &version6) == 1 {
      text = unsafe Self.text(AF_INET6, address: &version6)
      let all = unsafe withUnsafeBytes(of: version6) { unsafe Array($0) }
      bytes = all.starts(with: Self.mapped) ? Array(all.dropFirst(Self.mapped.count)) : all
    } else {
      return nil
    }
  }

  private static func text(_ family: Int32, address: UnsafeRawPointer) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard let start = unsafe inet_ntop(family, address, &text, socklen_t(text.count)) else { return "" }
    return unsafe String(cString: start)
  }

  private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

  /// A loopback address.
  package var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// Whether it is in a network such as `10.0.0.0/8`, or equals an address without a prefix length.
  package func isWithin(_ network: Substring) -> Bool {
    let parts = network.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let base = parts.first.flatMap(IPAddress.init), base.bytes.count == bytes.count,
      let length = parts.count > 1 ? Int(parts[1]) : bytes.count * 8, (0...bytes.count * 8).contains(length)
    else { return false }
    return bytes.indices.allSatisfy { index in
      let count = min(max(length - index * 8, 0), 8)
      return (bytes[index] ^ base.bytes[index]) >> (8 - count) == 0
    }
  }

  /// A private, link-local or unspecified address.
  package var isPrivate: Bool {
    switch (bytes.count, bytes[0], bytes[1]) {
    case (4, 0, _), (4, 10, _), (4, 192, 168), (4, 169, 254): true
    case (4, 172, let second): (16...31).contains(second)
    case (16, 0xFC, _), (16, 0xFD, _): true
    case (16, 0xFE, let second): second & 0xC0 == 0x80
    case (16, _, _): bytes.allSatisfy { $0 == 0 }
    default: false
    }
  }
}
