/// Lines of a file or of bytes in memory, one at a time: memory is one chunk and one line, whatever the file's size.
package struct LineReader: ~Copyable {
  private let file: File?
  private var buffer: [UInt8]
  private var start = 0
  private var isAtEnd: Bool

  private static let chunk = 1 << 18

  package init(_ file: consuming File) {
    self.file = consume file
    buffer = []
    isAtEnd = false
  }

  package init(_ bytes: [UInt8]) {
    file = nil
    buffer = bytes
    isAtEnd = true
  }

  /// The next line without its end (LF or CRLF); nil after the last. What follows the last LF is a line if it is not
  /// empty.
  package mutating func next() throws(ToolError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return line(upTo: end)
      }
      if isAtEnd {
        defer { start = buffer.count }
        return start < buffer.count ? line(upTo: buffer.count) : nil
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      isAtEnd = try file?.read(Self.chunk, into: &buffer) == 0
    }
  }

  private func line(upTo end: Int) -> ArraySlice<UInt8> {
    let line = buffer[start..<end]
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }
}
