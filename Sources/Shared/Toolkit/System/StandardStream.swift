#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One of the process's two output streams.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Opens `/dev/null` in place of a closed standard stream: otherwise the next socket would get its
  /// descriptor, and the tool would write into its own connection. Writing to a stdout that was closed fails.
  static func occupyClosed() {
    for (descriptor, mode) in [(Int32(0), O_RDWR), (1, O_RDONLY), (2, O_RDWR)] {
      // `open` returns the lowest free descriptor.
      if fcntl(descriptor, F_GETFD) == -1 { _ = unsafe open("/dev/null", mode) }
    }
  }

  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The columns of the terminal behind it; nil where there is none.
  var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all bytes. Returns the `errno` of the write that failed, or 0; `unread` after Ctrl-C where nobody
  /// reads them.
  ///
  /// - Parameter written: How many bytes were written, also after a failure.
  package func write(_ bytes: [UInt8], written: inout Int) -> Int32 {
    written = 0
    let piece = pieceSize
    return unsafe bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        guard waitUntilWritable() else { return Self.unread }
        let count = min(piece, buffer.count - written)
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written..<written + count])
        #if canImport(Darwin)
          let taken = unsafe Darwin.write(rawValue, rest.baseAddress, rest.count)
        #else
          let taken = unsafe Glibc.write(rawValue, rest.baseAddress, rest.count)
        #endif
        if taken >= 0 {
          written += taken
        } else if errno != EINTR, errno != EAGAIN {
          return errno
        }
      }
      return 0
    }
  }

  /// Stands for an `errno`: the work should end, and the reader does not read.
  package static let unread = EINTR

  /// Whether a write of a few bytes would not wait for a reader.
  var isWritable: Bool { hasRoom(within: 0) }

  /// In bytes. A pipe or a terminal that has room takes so many without waiting for its reader, a file any
  /// number.
  private var pieceSize: Int {
    var information = stat()
    let isFile = unsafe fstat(rawValue, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    return isFile ? .max : Int(PIPE_BUF)
  }

  /// Returns false when nobody has read anything for a while after Ctrl-C.
  private func waitUntilWritable() -> Bool {
    var patience = 2
    while !hasRoom(within: 50) {
      if Interrupt.happened { patience -= 1 }
      if patience == 0 { return false }
    }
    return true
  }

  /// - Parameter milliseconds: How long to wait for it. A signal may end that early.
  private func hasRoom(within milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, milliseconds) > 0
  }
}
