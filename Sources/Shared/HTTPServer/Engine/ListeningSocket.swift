import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A TCP socket that takes connections.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32

  /// - Parameters:
  ///   - address: A numeric address of this machine; 0.0.0.0 and :: for all of them.
  ///   - port: 0 for any that is free.
  /// - Throws: `ToolError` with the code `.configuration`.
  init(address: String, port: UInt16) throws(ToolError) {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    unsafe hints.ai_socktype = Self.streamType
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(address, String(port), &hints, &found) == 0, let found = unsafe found else {
      throw ToolError(
        .configuration,
        message: "\"\(address.onOneLine(atMost: 100))\" is not a numeric IP address"
      )
    }
    defer { unsafe freeaddrinfo(found) }
    let info = unsafe found.pointee
    let descriptor = unsafe socket(info.ai_family, info.ai_socktype, info.ai_protocol)
    guard descriptor >= 0 else { throw Self.failure(address, port: port) }
    var yes: Int32 = 1
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, Self.backlog) == 0,
      fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    else {
      let failure = Self.failure(address, port: port)
      close(descriptor)
      throw failure
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// How many connections may wait to be accepted.
  private static let backlog: Int32 = 512

  #if canImport(Darwin)
    private static let streamType = SOCK_STREAM
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
  #endif

  private static func failure(_ address: String, port: UInt16) -> ToolError {
    let code = errno
    return ToolError(
      .configuration,
      message: "cannot listen on \(address) port \(port): \(systemMessage(code))",
      next: code == EADDRNOTAVAIL ? .listenElsewhere : .otherPort
    )
  }

  /// The port that it listens on.
  var port: Int {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          _ = unsafe getsockname(descriptor, address, &length)
        }
        // The port stands at the same place in an address of IPv6.
        return Int(UInt16(bigEndian: unsafe address.pointee.sin_port))
      }
    }
  }
}
