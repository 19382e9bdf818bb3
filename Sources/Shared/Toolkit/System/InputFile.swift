/// A file that a tool reads: the one that the user names, stdin (`-`), or a built-in one.
package struct InputFile: Sendable {
  private enum Source: Sendable {
    /// The whole content, of a pipe or a built-in file.
    case bytes([UInt8])
    /// A file on disk, which may change between two readings.
    case path(String)
  }

  /// The path as the user typed it, or the built-in file's path in the project; for messages.
  package let name: String
  /// Whether it is the built-in file.
  package let isBuiltIn: Bool
  /// Whether the same bytes can be read later by `name`; those of a pipe cannot.
  package let canBeNamedAgain: Bool
  private let source: Source

  /// Opens the file at `path`; for nil, the built-in one. A pipe is read into memory, because it can be read
  /// only once.
  ///
  /// - Parameter builtIn: The built-in file's path in the project, and its content.
  /// - Throws: `ToolError` with the code `.file` or `.absentFile`.
  package init(path: String?, builtIn: (name: String, bytes: [UInt8])) throws(ToolError) {
    if let path {
      try self.init(path: path)
    } else {
      self.init(builtIn.bytes, name: builtIn.name, isBuiltIn: true)
    }
  }

  /// - Throws: `ToolError` with the code `.file` or `.absentFile`.
  package init(path: String) throws(ToolError) {
    let file = try File(argument: path)
    name = file.path
    isBuiltIn = false
    canBeNamedAgain = file.canBeReadAgain
    source = canBeNamedAgain ? .path(path) : .bytes(try file.contents())
  }

  /// A file in memory.
  package init(_ bytes: [UInt8], name: String, isBuiltIn: Bool = false) {
    self.name = name
    self.isBuiltIn = isBuiltIn
    canBeNamedAgain = true
    source = .bytes(bytes)
  }

  /// The whole content.
  ///
  /// - Throws: `ToolError` with the code `.file` or `.absentFile`.
  package func contents() throws(ToolError) -> [UInt8] {
    switch source {
    case .bytes(let bytes): bytes
    case .path(let path): try File.contents(of: path)
    }
  }

  /// Its lines, from the first one. A file on disk may have any length.
  ///
  /// - Throws: `ToolError` with the code `.file` or `.absentFile`.
  package func lines() throws(ToolError) -> LineReader {
    switch source {
    case .bytes(let bytes): LineReader(bytes, name: name)
    case .path(let path): LineReader(try File(path: path))
    }
  }
}
