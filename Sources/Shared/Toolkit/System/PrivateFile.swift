#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files with secrets, which only their owner can read.
package enum PrivateFile {
  /// Replaces the file at `path` atomically. Creates folders that are missing.
  ///
  /// - Throws: `ToolError` with the code `.file`.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(ToolError) {
    makeFolders(above: path)
    let temporary = "\(path).\(getpid()).tmp"
    _ = unsafe unlink(temporary)
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw error(path) }
    let isWritten = write(bytes, to: descriptor)
    let failure = isWritten ? 0 : errno
    close(descriptor)
    guard isWritten, unsafe rename(temporary, path) == 0 else {
      let reason = error(path, code: failure == 0 ? errno : failure)
      _ = unsafe unlink(temporary)
      throw reason
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Descriptor(descriptor).write(bytes)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return fsync(descriptor) == 0
  }

  private static func makeFolders(above path: String) {
    let names = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for name in names {
      folder += "/\(name)"
      _ = unsafe mkdir(folder, 0o700)
    }
  }

  private static func error(_ path: String, code: Int32 = errno) -> ToolError {
    ToolError(.file, message: "cannot write \(path): \(systemMessage(code))")
  }
}
