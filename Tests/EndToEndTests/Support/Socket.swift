import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A TCP socket on the loopback address.
struct Socket: Sendable {
  let descriptor: Int32

  /// A socket that is bound to a free port. Until it listens, nobody is on that port, and nobody else takes it.
  static func bound() throws -> (socket: Socket, port: UInt16) {
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      let general = unsafe bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      return unsafe bind(descriptor, general, length) == 0 && getsockname(descriptor, general, &length) == 0
    }
    try #require(isBound)
    return (Socket(descriptor: descriptor), UInt16(bigEndian: address.sin_port))
  }

  func startListening() throws { try #require(listen(descriptor, 64) == 0) }

  /// The next connection; nil when the socket has been closed.
  func nextConnection() -> Socket? {
    let connection = accept(descriptor, nil, nil)
    return connection < 0 ? nil : Socket(descriptor: connection)
  }

  /// The bytes that have come; empty at the end.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Darwin)
        let count = unsafe rest.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, 0) }
      #else
        let count = unsafe rest.withUnsafeBytes {
          unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      #endif
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func end() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}
