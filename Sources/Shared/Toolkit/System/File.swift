#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file to read from; closed when it goes.
package struct File: ~Copyable {
  /// As the user named it.
  package let path: String
  private let descriptor: Int32

  /// Opens a file for reading.
  ///
  /// - Throws: `ToolError` with the code `.file`, naming the path and the system's reason.
  package init(path: String) throws(ToolError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw File.error(path, errno) }
  }

  deinit { close(descriptor) }

  /// Whether its path leads to the same bytes a second time: that of a file on disk does, that of a pipe does not, nor
  /// one that stands for what the process was given, such as `/dev/stdin`.
  package var canBeReadAgain: Bool {
    guard !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") else { return false }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else { return false }
    return information.st_mode & S_IFMT == S_IFREG
  }

  /// Appends up to `count` bytes to `buffer`. Returns how many; 0 at the end.
  package func read(_ count: Int, into buffer: inout [UInt8]) throws(ToolError) -> Int {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: count))
    let received = unsafe buffer.withUnsafeMutableBytes { bytes in
      #if canImport(Darwin)
        unsafe Darwin.read(descriptor, bytes.baseAddress?.advanced(by: start), count)
      #else
        unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: start), count)
      #endif
    }
    let failure = errno
    buffer.removeLast(count - max(0, received))
    guard received >= 0 else { throw File.error(path, failure) }
    return received
  }

  private static func error(_ path: String, _ code: Int32) -> ToolError {
    ToolError(code == ENOENT ? .absentFile : .file, "cannot read \(path): \(systemMessage(code))")
  }
}

extension File {
  /// The whole content of the file at `path`.
  package static func contents(of path: String) throws(ToolError) -> [UInt8] {
    try File(path: path).contents()
  }

  /// What has not been read yet.
  package borrowing func contents() throws(ToolError) -> [UInt8] {
    var bytes: [UInt8] = []
    while try read(1 << 16, into: &bytes) > 0 {}
    return bytes
  }
}
