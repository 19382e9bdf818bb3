#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file descriptor, which its owner closes: waits for it, and reads and writes, as POSIX has them.
package struct Descriptor: Sendable {
  let rawValue: Int32

  package init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// How long Ctrl-C may go unnoticed while nothing comes, in milliseconds.
  private static let interval: Int32 = 50

  /// Waits one interval at most. A descriptor in error counts as ready: the next call then says what is
  /// wrong.
  ///
  /// - Parameter events: Such as `POLLIN`.
  package func isReady(for events: Int32) -> Bool {
    var event = pollfd(fd: rawValue, events: Int16(events), revents: 0)
    return unsafe poll(&event, 1, Self.interval) > 0
  }

  /// Waits until there is something to read.
  ///
  /// - Returns: False where `isEnded` is true before that.
  func waitUntilReadable(unless isEnded: () -> Bool) -> Bool {
    while !isReady(for: POLLIN) {
      if isEnded() { return false }
    }
    return true
  }

  /// - Returns: The number of bytes, 0 at the end, or -1 and `errno`.
  func read(into bytes: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(rawValue, bytes.baseAddress, bytes.count)
    #else
      unsafe Glibc.read(rawValue, bytes.baseAddress, bytes.count)
    #endif
  }

  /// - Returns: The number of bytes that were written, or -1 and `errno`.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(rawValue, bytes.baseAddress, bytes.count)
    #else
      unsafe Glibc.write(rawValue, bytes.baseAddress, bytes.count)
    #endif
  }
}
