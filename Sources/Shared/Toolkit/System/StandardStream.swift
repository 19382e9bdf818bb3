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
    return unsafe bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        guard waitUntilWritable() else { return Self.unread }
        let count = min(pieceSize, buffer.count - written)
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

  /// Bytes that can be written at once, after `waitUntilWritable`, without waiting for a reader: any number
  /// to a file or a device such as `/dev/null`, as many as it holds to an empty pipe.
  private var pieceSize: Int {
    var information = stat()
    guard unsafe fstat(rawValue, &information) == 0 else { return Int(PIPE_BUF) }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return .max
    case S_IFCHR where !isTerminal: return .max
    case S_IFIFO: return max(emptyPipeSize, Int(PIPE_BUF))
    default: return Int(PIPE_BUF)
    }
  }

  /// The size of the pipe behind it while it is empty; else 0.
  private var emptyPipeSize: Int {
    #if canImport(Darwin)
      return 0
    #else
      var unread = Int32(0)
      guard unsafe ioctl(rawValue, UInt(FIONREAD), &unread) == 0, unread == 0 else { return 0 }
      // F_GETPIPE_SZ of <linux/fcntl.h>, which Glibc's module does not show.
      return Int(fcntl(rawValue, 1032))
    #endif
  }

  /// Returns false when nobody has read anything for a while after Ctrl-C.
  private func waitUntilWritable() -> Bool {
    var attemptsLeft = 2
    while !hasRoom(within: 50) {
      if Interrupt.happened { attemptsLeft -= 1 }
      if attemptsLeft == 0 { return false }
    }
    return true
  }

  /// - Parameter milliseconds: How long to wait for it. A signal may end that early.
  private func hasRoom(within milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, milliseconds) > 0
  }
}
