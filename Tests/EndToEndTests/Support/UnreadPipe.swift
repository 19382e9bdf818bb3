import Foundation

/// A pipe whose reader has stopped reading, as `less` does when its screen is full.
struct UnreadPipe: Sendable {
  let writer: FileHandle
  private let reader: FileHandle

  init() {
    let pipe = Pipe()
    (writer, reader) = (pipe.fileHandleForWriting, pipe.fileHandleForReading)
  }

  /// Fills the pipe with dots.
  func fill() {
    let bytes = [UInt8](repeating: UInt8(ascii: "."), count: 1 << 12)
    while hasRoom { _ = unsafe write(writer.fileDescriptor, bytes, bytes.count) }
  }

  /// Returns when the pipe is full.
  @Sendable func waitUntilFull() async {
    while hasRoom, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(10)) }
  }

  private var hasRoom: Bool {
    var event = pollfd(fd: writer.fileDescriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&event, 1, 0) > 0
  }

  /// All that has been written, after the programs that write have ended.
  func contents() throws -> [UInt8] {
    try writer.close()
    return try Array(reader.readToEnd() ?? Data())
  }
}
