/// Lines of a file or of bytes in memory, one at a time: memory is one chunk and one line, whatever the
/// file's size.
package struct LineReader: ~Copyable {
  private let file: File?
  private let name: String
  private let longestLine: Int
  private var buffer: [UInt8]
  private var start = 0
  private var isAtEnd: Bool
  /// How many lines have been read.
  private var count = 0
  /// How many bytes they have, with their ends.
  package private(set) var bytes = 0

  /// In bytes. It is more than twice as long as DynamoDB's largest item.
  package static let usualLongestLine = 1 << 20

  private static let chunk = 1 << 18

  /// - Parameter longestLine: In bytes, without its end; a longer one is an error, as a file without line
  ///   breaks may have any size.
  package init(_ file: consuming File, longestLine: Int = usualLongestLine) {
    name = file.path
    self.file = consume file
    self.longestLine = longestLine
    buffer = []
    isAtEnd = false
  }

  /// - Parameter name: The file's name; for messages.
  package init(_ bytes: [UInt8], name: String, longestLine: Int = usualLongestLine) {
    file = nil
    self.name = name
    self.longestLine = longestLine
    buffer = bytes
    isAtEnd = true
  }

  /// The next line without its end (LF or CRLF); nil after the last. What follows the last LF is a line if it
  /// is not empty.
  ///
  /// - Throws: `ToolError` with the code `.file`; for a line that is too long with the file, the line's
  ///   number and the limit.
  package mutating func next() throws(ToolError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return try take(upTo: end, next: end + 1)
      }
      if isAtEnd {
        return start < buffer.count ? try take(upTo: buffer.count, next: buffer.count) : nil
      }
      // One byte more than the line, whose end may have two bytes.
      guard buffer.count - start <= longestLine + 1 else { throw tooLong() }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      isAtEnd = try file?.read(Self.chunk, into: &buffer) == 0
    }
  }

  private mutating func take(upTo end: Int, next: Int) throws(ToolError) -> ArraySlice<UInt8> {
    let withReturn = buffer[start..<end]
    let line = withReturn.last == UInt8(ascii: "\r") ? withReturn.dropLast() : withReturn
    guard line.count <= longestLine else { throw tooLong() }
    bytes += next - start
    start = next
    count += 1
    return line
  }

  private func tooLong() -> ToolError {
    ToolError(
      .file,
      message: "\(name):\(count + 1): the line is longer than \(longestLine.asSize)",
      next: .isItTheFile
    )
  }
}
