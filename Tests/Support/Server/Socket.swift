import Foundation
import Synchronization

/// A TCP socket on loopback, or one of a pair.
package final class Socket: Sendable {
  private let descriptor: Int32
  /// The connections that fill the backlog of `full`.
  private let waiting = Mutex<[Socket]>([])

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// A socket that is bound to a free port and does not listen: connections to that port are refused.
  package static func bound() throws -> Socket {
    let socket = Socket(Foundation.socket(AF_INET, streamType, 0))
    var address = loopback(port: 0)
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket.descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0 else { throw failure() }
    return socket
  }

  /// A socket that accepts connections on a free port.
  package static func listening() throws -> Socket {
    let socket = try bound()
    guard listen(socket.descriptor, 128) == 0 else { throw failure() }
    return socket
  }

  /// A listening socket whose backlog is full, so that the next connection is not established.
  package static func full() throws -> Socket {
    let socket = try bound()
    guard listen(socket.descriptor, 0) == 0 else { throw failure() }
    socket.waiting.withLock { waiting in
      for _ in 0..<4 {
        let client = Socket(Foundation.socket(AF_INET, streamType, 0))
        _ = fcntl(client.descriptor, F_SETFL, O_NONBLOCK)
        socket.connect(client)
        waiting.append(client)
      }
    }
    return socket
  }

  /// A socket that is connected to a port on loopback.
  package static func connected(to port: Int) throws -> Socket {
    let client = Socket(Foundation.socket(AF_INET, streamType, 0))
    var address = loopback(port: port)
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe Foundation.connect(client.descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw failure() }
    return client
  }

  /// Two sockets that are connected to each other; the second one is for a program's stdin.
  package static func pair() throws -> (Socket, FileHandle) {
    var both: [Int32] = [0, 0]
    guard unsafe socketpair(AF_UNIX, streamType, 0, &both) == 0 else { throw failure() }
    return (Socket(both[0]), FileHandle(fileDescriptor: both[1], closeOnDealloc: true))
  }

  /// - Parameter port: 0 for any free port.
  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    address.sin_port = in_port_t(port).bigEndian
    return address
  }

  private func connect(_ client: Socket) {
    var address = sockaddr()
    var length = socklen_t(MemoryLayout<sockaddr>.size)
    unsafe getsockname(descriptor, &address, &length)
    _ = unsafe Foundation.connect(client.descriptor, &address, length)
  }

  #if canImport(Darwin)
    private static let streamType = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif

  private static func failure() -> CocoaError {
    CocoaError(.fileReadUnknown, userInfo: ["errno": errno])
  }

  package var port: Int {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe getsockname(descriptor, pointer, &length)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Nil once the socket is shut down.
  package func accept() -> Socket? {
    let connection = Foundation.accept(descriptor, nil, nil)
    return connection < 0 ? nil : Socket(connection)
  }

  /// Sends all bytes. Returns false when the other side has closed the connection.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Self.noSignal)
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The next bytes; nil when the other side has closed the connection.
  package func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  package func shutdown() {
    _ = Foundation.shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Ends the connection with a reset.
  package func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    // Connecting to AF_UNSPEC dissolves the connection, and with this option that sends a reset.
    var nowhere = sockaddr()
    nowhere.sa_family = sa_family_t(AF_UNSPEC)
    _ = unsafe Foundation.connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
  }
}
