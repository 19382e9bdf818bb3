import Toolkit

extension JSONValue {
  /// Reads a document that a person or a program has put into a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, with or without a byte order mark.
  ///   - name: The file's; for messages.
  /// - Throws: `ToolError` with the code `.file`, which names the line that is not JSON.
  package init(document bytes: [UInt8], name: String) throws(ToolError) {
    let bytes = Array(bytes.withoutByteOrderMark)
    do {
      try self.init(parsing: bytes)
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
      throw ToolError(.file, message: "\(name):\(line): not JSON: expected \(error.expected)")
    }
  }
}
