import Cruddur
import Toolkit

extension InputFile {
  /// Calls `body` with each line of a conversation and its index, from 0. The conversation is read as often
  /// as this is called: once to check it, once to write it.
  ///
  /// - Throws: What `ConversationReader` throws, and what `body` throws.
  package func forEachMessage(_ body: (ConversationLine, Int) async throws -> Void) async throws {
    var reader = ConversationReader(name: name)
    var lines = try lines()
    while let line = try lines.next() {
      if let message = try reader.read(line) { try await body(message.line, message.index) }
    }
    try reader.finish()
  }
}
