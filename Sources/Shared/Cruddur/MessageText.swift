import Toolkit

/// The rules for the text of a message that a user sends.
package enum MessageText {
  /// In UTF-16 units, as the page counts them.
  package static let longest = 1_024

  package enum Fault: Sendable, Equatable {
    /// Nothing but white space.
    case blank
    case tooLong(units: Int)
  }

  /// Nil for a text that may be sent.
  package static func fault(in text: String) -> Fault? {
    if text.allSatisfy(\.isWhitespace) { return .blank }
    let units = text.utf16.count
    return units > longest ? .tooLong(units: units) : nil
  }

  /// - Throws: `ToolError` with the code `.data` for a text that may not be sent.
  package static func check(_ text: String) throws(ToolError) {
    switch fault(in: text) {
    case .blank: throw ToolError(.data, "the message is empty: nothing was written")
    case .tooLong(let units):
      throw ToolError(
        .data,
        "the message has \(units) characters, and \(longest) are the most",
        next: .shortenMessage
      )
    case nil: return
    }
  }
}
