import Toolkit

/// The rules for a message's text.
package enum MessageText {
  /// In UTF-16 units, as the web page counts them.
  package static let longest = 1_024

  package enum Fault: Sendable, Equatable {
    /// Only white space.
    case blank
    case tooLong(units: Int)
  }

  /// What is wrong with a text; nil for a valid one.
  package static func fault(in text: String) -> Fault? {
    if text.allSatisfy(\.isWhitespace) { return .blank }
    let units = text.utf16.count
    return units > longest ? .tooLong(units: units) : nil
  }

  /// - Throws: `ToolError` with the code `.data` for an invalid text.
  package static func check(_ text: String) throws(ToolError) {
    switch fault(in: text) {
    case .blank: throw ToolError(.data, message: "the message is empty: nothing was written")
    case .tooLong(let units):
      throw ToolError(
        .data,
        message: "the message has \(units) characters, and \(longest) are the most",
        next: .shortenMessage
      )
    case nil: return
    }
  }
}
