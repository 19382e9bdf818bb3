import Toolkit

/// A `.sql` file that can be applied: UTF-8, SQL without transaction commands, and no psql commands but those
/// that only print.
package struct SQLScript: Sendable {
  /// As error messages name it: the path the user gave.
  package let name: String
  /// Whether it is the built-in file, which needs what other tools of the suite create.
  package let isBuiltIn: Bool
  /// Without a byte order mark.
  let bytes: [UInt8]

  /// Checks a file's content.
  ///
  /// - Throws: `ToolError` with the code `.script`, naming file and line.
  package init(name: String, bytes: [UInt8], isBuiltIn: Bool = false) throws(ToolError) {
    self.name = name
    self.isBuiltIn = isBuiltIn
    self.bytes = Array(bytes.withoutByteOrderMark)
    if let line = Self.lineNotUTF8(self.bytes) { throw Self.refused(.notUTF8, in: name, line: line) }
    if let offset = self.bytes.firstIndex(of: 0) {
      throw Self.refused(.nulCharacter, in: name, line: Self.line(at: offset, in: self.bytes))
    }
    // An error in only one of the two readings of backslashes counts only if the server uses that reading.
    if (try? pieces(standardConformingStrings: false)) == nil {
      _ = try pieces(standardConformingStrings: true)
    }
  }

  /// Reads and checks a file.
  ///
  /// - Throws: `ToolError` with the code `.file` when it cannot be read or is too large, and as above.
  package init(_ file: InputFile) throws(ToolError) {
    try self.init(name: file.name, bytes: file.contents(), isBuiltIn: file.isBuiltIn)
  }

  /// The file's parts as a server with `standard_conforming_strings` reads them or, for `false`, as one
  /// without, where a backslash in a plain string is an escape.
  ///
  /// - Throws: `ToolError` with the code `.script`.
  func pieces(standardConformingStrings: Bool) throws(ToolError) -> [SQLPiece] {
    let splitter = SQLSplitter(bytes, standardConformingStrings: standardConformingStrings)
    guard let refusal = splitter.refusal else { return splitter.pieces }
    throw Self.refused(refusal.reason, in: name, line: refusal.line)
  }

  /// Counted from 1.
  func line(at offset: Int) -> Int { Self.line(at: offset, in: bytes) }

  func text(of piece: SQLPiece) -> String {
    String(decoding: bytes[piece.range], as: UTF8.self)
  }

  /// Whether a piece has only blanks and semicolons, without comments, so that the server cannot read it as
  /// anything else.
  func isBlank(_ piece: SQLPiece) -> Bool {
    bytes[piece.range].allSatisfy { " \t\n\r;".utf8.contains($0) }
  }

  /// The byte offset of the position at which the server reports an error in a piece; the server counts code
  /// points, from 1.
  func offset(ofPosition position: Int, in piece: SQLPiece) -> Int {
    var left = position
    for offset in piece.range where bytes[offset] & 0xC0 != 0x80 {
      left -= 1
      if left <= 0 { return offset }
    }
    return piece.range.upperBound
  }

  private static func refused(_ reason: ScriptRefusal, in name: String, line: Int) -> ToolError {
    let text = reason.text
    return ToolError(.script, message: "\(name):\(line): \(text.message); nothing was sent", next: text.next)
  }

  private static func line(at offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<offset].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
  }

  /// The first line that is not UTF-8. In UTF-8 no character contains the byte of a line feed.
  private static func lineNotUTF8(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }
}
