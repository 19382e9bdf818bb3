import Foundation

/// A TCP socket on loopback.
final class Socket: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// One that takes connections, at a port that was free.
  static func listening() throws -> Socket {
    let socket = Socket(Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket.descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, listen(socket.descriptor, 128) == 0 else {
      throw CocoaError(.fileReadUnknown, userInfo: ["errno": errno])
    }
    return socket
  }

  var port: Int {
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
  func accept() -> Socket? {
    let connection = Foundation.accept(descriptor, nil, nil)
    return connection < 0 ? nil : Socket(connection)
  }

  /// Sends all bytes. Returns false when the other side takes no more.
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// What has come; nil when the other side has closed.
  func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  func shutdown() {
    _ = Foundation.shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Makes the close that follows a reset.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    // Connecting to no address at all ends the connection with what was set just now.
    var nowhere = sockaddr()
    nowhere.sa_family = sa_family_t(AF_UNSPEC)
    unsafe connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
  }
}

/// A request as a server reads it.
struct ReceivedRequest {
  /// Request line and header fields.
  let head: String
  let body: [UInt8]

  private init(head: String, body: [UInt8]) {
    self.head = head
    self.body = body
  }

  /// Nil when the connection ends before a whole request has come.
  init?(from connection: Socket) {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    var headLength: Int?
    while true {
      headLength = headLength ?? bytes.firstRange(of: end)?.upperBound
      if let headLength {
        let head = String(decoding: bytes[..<headLength], as: UTF8.self)
        if let body = Self.body(of: head, in: bytes[headLength...]) {
          self.init(head: head, body: body)
          return
        }
      }
      guard let piece = connection.receive() else { return nil }
      bytes += piece
    }
  }

  private static func body(of head: String, in bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let lines = head.lowercased().split(separator: "\r\n")
    let length =
      lines.first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
    return bytes.count >= length ? Array(bytes.prefix(length)) : nil
  }
}
