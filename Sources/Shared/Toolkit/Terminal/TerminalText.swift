/// A text whose layout depends on where it is shown: a table, or a conversation to read.
package protocol TerminalText {
  /// The lines with their ends.
  ///
  /// - Parameter width: The columns of the terminal; nil where the text does not go to a terminal.
  func rendered(_ style: Style, width: Int?) -> String
}

extension Console {
  /// Writes a text as a part of the result, with the colours and the width of stdout.
  ///
  /// - Throws: As `write(_:)` of bytes.
  package func write(_ text: some TerminalText) throws(ToolError) {
    try write(Array(text.rendered(outputStyle, width: outputColumns).utf8))
  }
}
