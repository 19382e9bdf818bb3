import Toolkit

/// Reads a conversation line by line. Empty lines before the first and after the last message are ignored.
package struct ConversationReader {
  private let name: String
  /// Lines read so far, empty ones included.
  private var number = 0
  /// Messages read so far.
  private var count = 0
  private var firstEmptyLine: Int?

  /// - Parameter name: The file's; for messages.
  package init(name: String) {
    self.name = name
  }

  /// Reads the next line of the file, without its end.
  ///
  /// - Returns: The speaker and the message, and its index from 0; nil for an empty line.
  /// - Throws: `ToolError` with the code `.file`, naming file and line, for a line that begins with neither
  ///   `Person 1: ` nor `Person 2: `, is not UTF-8, or follows an empty one.
  package mutating func read(
    _ line: ArraySlice<UInt8>
  ) throws(ToolError) -> (line: ConversationLine, index: Int)? {
    number += 1
    let line = number == 1 ? line.withoutByteOrderMark : line
    if line.isEmpty {
      if count > 0, firstEmptyLine == nil { firstEmptyLine = number }
      return nil
    }
    if let firstEmptyLine { throw invalid(firstEmptyLine, reason: "it is empty") }
    guard let content = ConversationLine(line) else { throw invalid(number, reason: excerpt(line)) }
    defer { count += 1 }
    return (content, count)
  }

  /// - Throws: `ToolError` with the code `.file` for a conversation without messages.
  package func finish() throws(ToolError) {
    guard count > 0 else {
      throw ToolError(.file, message: "\(name): the conversation has no lines", next: .conversationForm)
    }
  }

  private func invalid(_ number: Int, reason: String) -> ToolError {
    ToolError(.file, message: "\(name):\(number): invalid line: \(reason)", next: .conversationForm)
  }

  private func excerpt(_ line: ArraySlice<UInt8>) -> String {
    guard let text = String(validating: line, as: UTF8.self) else { return "it is not UTF-8" }
    return "\"\(text.onOneLine.prefix(40))\""
  }
}
