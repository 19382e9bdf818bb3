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

  /// Writes all bytes. Returns the `errno` of the write that failed, or 0.
  ///
  /// - Parameter written: How many bytes were written, also after a failure.
  package func write(_ bytes: [UInt8], written: inout Int) -> Int32 {
    written = 0
    return unsafe bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
        #if canImport(Darwin)
          let count = unsafe Darwin.write(rawValue, rest.baseAddress, rest.count)
        #else
          let count = unsafe Glibc.write(rawValue, rest.baseAddress, rest.count)
        #endif
        if count >= 0 {
          written += count
        } else if errno == EAGAIN {
          waitUntilWritable()
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// Another program may have set the stream to non-blocking: waits while it is full.
  private func waitUntilWritable() {
    var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&descriptor, 1, -1)
  }
}
