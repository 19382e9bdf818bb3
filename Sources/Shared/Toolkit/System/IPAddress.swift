#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A host that is given by number, in any of the ways that libcurl takes: `127.1` and `0x7f000001` are 127.0.0.1 too.
package struct IPAddress: Sendable {
  /// Four for IPv4, also within IPv6 (`::ffff:127.0.0.1`); sixteen for IPv6.
  private let bytes: [UInt8]

  /// Nil when the host is a name.
  ///
  /// - Parameter host: Without brackets.
  package init?(_ host: Substring) {
    var version4 = in_addr()
    var version6 = in6_addr()
    if unsafe inet_aton(String(host), &version4) != 0 {
      bytes = unsafe withUnsafeBytes(of: version4) { unsafe Array($0) }
    } else if unsafe inet_pton(AF_INET6, String(host.prefix { $0 != "%" }), &version6) == 1 {
      let all = unsafe withUnsafeBytes(of: version6) { unsafe Array($0) }
      bytes = all.starts(with: Self.mapped) ? Array(all.dropFirst(Self.mapped.count)) : all
    } else {
      return nil
    }
  }

  private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

  /// This very machine.
  package var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// Of a private network, of a link, or none in particular.
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
