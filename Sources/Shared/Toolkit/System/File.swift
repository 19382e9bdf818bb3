import FoundationEssentials

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file to read from. It is closed when its owner releases it.
package struct File: ~Copyable {
  /// The path as the user typed it, or `stdin`; for messages.
  package let path: String
  private let descriptor: Descriptor
  private let isStandardInput: Bool

  /// Opens a file for reading.
  ///
  /// - Throws: `ToolError` with the code `.file`, naming the path and the system's reason.
  package init(path: String) throws(ToolError) {
    try self.init(path, name: path, isStandardInput: false)
  }

  /// Opens the file that an argument names: a path, or `-` for stdin.
  ///
  /// - Throws: `ToolError` with the code `.file`, naming the path and the system's reason.
  package init(argument: String) throws(ToolError) {
    if argument == "-" {
      try self.init("/dev/stdin", name: "stdin", isStandardInput: true)
    } else {
      try self.init(path: argument)
    }
  }

  private init(_ path: String, name: String, isStandardInput: Bool) throws(ToolError) {
    self.path = name
    self.isStandardInput = isStandardInput
    descriptor = Descriptor(unsafe open(path, O_RDONLY | O_CLOEXEC))
    guard descriptor.rawValue >= 0 else {
      throw File.error(name, code: errno, isStandardInput: isStandardInput)
    }
  }

  deinit { close(descriptor.rawValue) }

  /// Whether the same bytes can be read again by its path: those of a file on disk can, those of a pipe or of
  /// stdin cannot.
  package var canBeReadAgain: Bool {
    guard !isStandardInput, !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") else { return false }
    var information = stat()
    guard unsafe fstat(descriptor.rawValue, &information) == 0 else { return false }
    return information.st_mode & S_IFMT == S_IFREG
  }

  /// Appends up to `count` bytes to `buffer`. Returns how many; 0 at the end.
  ///
  /// - Throws: `ToolError` with the code `.file`; also after Ctrl-C, when the writer of a pipe keeps it
  ///   waiting.
  package func read(_ count: Int, into buffer: inout [UInt8]) throws(ToolError) -> Int {
    guard descriptor.waitUntilReadable(unless: { Interrupt.happened }) else {
      throw ToolError(.file, message: "nothing more has come from \(path)")
    }
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, received in
      let result = unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(bytes))
      if result < 0 { failure = errno }
      received = max(0, result)
    }
    guard failure == 0 else { throw File.error(path, code: failure, isStandardInput: isStandardInput) }
    buffer += bytes
    return bytes.count
  }

  private static func error(_ path: String, code: Int32, isStandardInput: Bool) -> ToolError {
    let isRelative = code == ENOENT && !path.hasPrefix("/") && !isStandardInput
    return ToolError(
      code == ENOENT ? .absentFile : .file,
      message: "cannot read \(path): \(systemMessage(code))",
      next: isRelative ? .checkPath(in: FileManager.default.currentDirectoryPath) : nil
    )
  }
}

extension File {
  /// The limit of a file that is read as a whole, in bytes: a tool stays within 64 MB of memory.
  package static let usualLimit = 16 << 20

  private static let chunk = 1 << 16

  /// The whole content of the file at `path`.
  ///
  /// - Parameter limit: The most that is read, in bytes: a pipe or a device may be endless, and a mistyped
  ///   path may name a file of gigabytes.
  /// - Throws: `ToolError` with the code `.file`, for a larger file with its path and the limit.
  package static func contents(of path: String, limit: Int = usualLimit) throws(ToolError) -> [UInt8] {
    try File(path: path).contents(limit: limit)
  }

  /// What has not been read yet, as `contents(of:limit:)` reads it.
  package borrowing func contents(limit: Int = usualLimit) throws(ToolError) -> [UInt8] {
    let size = sizeOnDisk
    guard size ?? 0 <= limit else { throw tooLarge(limit) }
    var bytes: [UInt8] = []
    // An array that grows takes up to three times the memory; reserved memory takes none until it is used.
    bytes.reserveCapacity((size ?? limit) + Self.chunk)
    while try read(Self.chunk, into: &bytes) > 0 {
      guard bytes.count <= limit else { throw tooLarge(limit) }
    }
    return bytes
  }

  private borrowing func tooLarge(_ limit: Int) -> ToolError {
    ToolError(.file, message: "cannot read \(path): it is larger than \(limit.asSize)", next: .isItTheFile)
  }

  /// In bytes; nil for anything but a file on disk.
  package var sizeOnDisk: Int? {
    var information = stat()
    guard unsafe fstat(descriptor.rawValue, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(information.st_size)
  }
}

extension Int {
  /// A number of bytes as messages name it.
  var asSize: String { self >= 1 << 20 ? "\(self >> 20) MB" : "\(self) bytes" }
}
