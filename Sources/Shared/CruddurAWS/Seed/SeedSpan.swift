import Cruddur
import Toolkit

/// The times of a seed's messages: a minute apart, from a given moment or up to one.
package struct SeedSpan: Sendable {
  package enum Anchor: Sendable {
    /// The moment of the first message; the group rows are then those of the week-5 script.
    case start(Timestamp)
    /// The moment of the last message, as if the conversation had just been written.
    case end(Timestamp)
  }

  let anchor: Anchor
  /// Messages in all; at least one.
  package let lines: Int

  /// - Throws: `ToolError` for times outside the years 1 to 9999.
  init(_ anchor: Anchor, lines: Int) throws(ToolError) {
    (self.anchor, self.lines) = (anchor, lines)
    guard start.year > 0, end.adding(minutes: 1).year <= 9999 else {
      let moment = option.moment
      let side = option.name == "--start" ? "from \(moment) on" : "up to \(moment)"
      throw ToolError(.configuration, message: "messages \(side) would leave the years 1 to 9999")
    }
  }

  /// The moment of the first message.
  var start: Timestamp {
    switch anchor {
    case .start(let start): start
    case .end(let end): end.adding(minutes: 1 - lines)
    }
  }

  /// The moment of the last message.
  var end: Timestamp { start.adding(minutes: lines - 1) }

  /// The option that gives another run the same times.
  var option: (name: String, moment: String) {
    switch anchor {
    case .start(let start): ("--start", start.iso8601)
    case .end(let end): ("--end", end.iso8601)
    }
  }

  /// The moment and the message of the group rows.
  ///
  /// - Parameter last: The text of the last message.
  func groupRows(last: String) -> ConversationRows.GroupRows {
    switch anchor {
    case .start: .asInWeek5
    case .end: .lastMessage(index: lines - 1, text: last)
    }
  }

  /// For the result: `from 2023-03-26T18:00:00.000000+00:00`; with `to …` for a conversation that has an end.
  package var text: String {
    switch anchor {
    case .start: "from \(start.iso8601)"
    case .end: "from \(start.iso8601) to \(end.iso8601)"
    }
  }

  /// Nil where no message is in the future.
  package func warning(now: Timestamp) -> String? {
    guard end > now else { return nil }
    let ahead = (0..<lines).reversed().prefix { start.adding(minutes: $0) > now }.count
    return """
      \(ahead) of \(counted(lines, of: "message")) \(ahead == 1 ? "is" : "are") dated in the future, the last \(end.iso8601): \
      until then each new message comes before \(ahead == 1 ? "it" : "them")
      """
  }
}
