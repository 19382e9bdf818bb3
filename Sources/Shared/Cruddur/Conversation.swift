/// A conversation to be seeded, read line by line and as often as it is asked for: once to check it, once to write it.
package struct Conversation: Sendable {
  /// As the user named it; for messages.
  package let path: String
  /// The whole text, where it cannot be read twice; nil for a file on disk, which may change from one time to the next.
  private let bytes: [UInt8]?

  /// Whether `path` names it at another time too: it does not for a pipe.
  package let hasLastingPath: Bool

  /// The text of a file. A pipe is read into memory, because it can be read only once.
  package init(path: String) throws(ToolError) {
    self.path = path
    let file = try File(path: path)
    hasLastingPath = file.canBeReadAgain
    bytes = hasLastingPath ? nil : try file.contents()
  }

  package init(_ bytes: [UInt8], path: String) {
    self.path = path
    self.bytes = bytes
    hasLastingPath = true
  }

  /// Calls `body` with each line and its index, from 0. Empty lines before the first and after the last do not count.
  ///
  /// - Throws: `ToolError` with the code `.file`, naming file and line, for a line that begins with neither
  ///   `Person 1: ` nor `Person 2: ` or is not UTF-8, and for a conversation without lines; and what `body` throws.
  package func forEach(_ body: (ConversationLine, Int) async throws -> Void) async throws {
    var reader = try bytes.map { LineReader($0) } ?? LineReader(File(path: path))
    var number = 0
    var index = 0
    var firstEmptyLine: Int?
    while var line = try reader.next() {
      number += 1
      if number == 1, line.starts(with: Self.byteOrderMark) { line = line.dropFirst(3) }
      if line.isEmpty {
        if index > 0, firstEmptyLine == nil { firstEmptyLine = number }
        continue
      }
      if let firstEmptyLine { throw invalid(firstEmptyLine, "it is empty") }
      guard let content = ConversationLine(line) else { throw invalid(number, excerpt(line)) }
      try await body(content, index)
      index += 1
    }
    guard index > 0 else { throw ToolError(.file, "\(path): the conversation has no lines", hint: Self.form) }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let form = "Each line must begin with \"Person 1: \" or \"Person 2: \""

  private func invalid(_ number: Int, _ what: String) -> ToolError {
    ToolError(.file, "\(path):\(number): invalid line: \(what)", hint: "\(Self.form); nothing was written")
  }

  private func excerpt(_ line: ArraySlice<UInt8>) -> String {
    guard let text = String(validating: line, as: UTF8.self) else { return "it is not UTF-8" }
    return "\"\(text.onOneLine.prefix(40))\""
  }
}
