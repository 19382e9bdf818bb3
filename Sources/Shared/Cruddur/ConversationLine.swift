import Toolkit

/// A line of a conversation: the speaker and the message.
package struct ConversationLine: Sendable, Equatable {
  package enum Speaker: Sendable {
    /// `Person 1: …`
    case mine
    /// `Person 2: …`
    case other
  }

  package let speaker: Speaker
  package let message: String

  /// Parses a line; nil when it does not begin with one of the speakers or is not UTF-8.
  init?(_ line: ArraySlice<UInt8>) {
    if line.starts(with: Self.minePrefix) {
      speaker = .mine
    } else if line.starts(with: Self.otherPrefix) {
      speaker = .other
    } else {
      return nil
    }
    guard let message = String(validating: line.dropFirst(Self.minePrefix.count), as: UTF8.self) else {
      return nil
    }
    self.message = message
  }

  private static let minePrefix = Array("Person 1: ".utf8)
  private static let otherPrefix = Array("Person 2: ".utf8)
}
