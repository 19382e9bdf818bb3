import Toolkit

/// A conversation as readable text: a heading for each day, local times, whole messages.
package struct ChatText: TerminalText, Sendable {
  private let lines: [MessageLine]

  /// - Parameter lines: The oldest first.
  package init(_ lines: [MessageLine]) {
    self.lines = lines
  }

  /// The lines with their ends. Control characters in messages are left out: any user of Cruddur can write a
  /// message.
  ///
  /// - Parameter width: The columns that messages are wrapped to; nil for 80.
  package func rendered(_ style: Style, width: Int?) -> String {
    let width = width ?? 80
    var day: String?
    var text = ""
    for line in lines {
      let when = line.when
      if when.day != day {
        text += (day == nil ? "" : "\n") + style.label("── \(when.day) ──".cut(toColumns: width)) + "\n"
        day = when.day
      }
      text += message(line, at: when.time, style, width)
    }
    return text
  }

  private static let gap = "  "
  private static let widestHandle = 16
  /// With fewer columns than this a message is hard to read beside its handle, and is put below it.
  private static let narrowest = 24

  private func message(_ line: MessageLine, at time: String, _ style: Style, _ width: Int) -> String {
    let handle = line.handle.onOneLine.cut(toColumns: handleWidth)
    let head = "\(time)\(Self.gap)\(handle.padded(toColumns: handleWidth))"
    let indent = head.terminalColumns + Self.gap.count
    let isBelow = width - indent < Self.narrowest
    let blanks = String(repeating: " ", count: isBelow ? Self.gap.count : indent)
    let words = line.message.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap {
        TextWrap.lines(String($0).onOneLine, width: max(1, width - blanks.count), breaksWords: true)
      }
    let shown =
      "\(time)\(Self.gap)\(style.speaker(handle, isFirst: line.handle == lines.first?.handle))"
      + String(repeating: " ", count: handleWidth - handle.terminalColumns)
    let (first, rest) = isBelow ? ([], words[...]) : (Array(words.prefix(1)), words.dropFirst())
    return ([shown + first.map { Self.gap + $0 }.joined()] + rest.map { blanks + $0 }).map { $0 + "\n" }
      .joined()
  }

  private var handleWidth: Int {
    min(Self.widestHandle, lines.map { $0.handle.onOneLine.terminalColumns }.max() ?? 0)
  }
}

extension MessageLine {
  /// The day and the time of day; a sort key that is not a time is shown as the day.
  fileprivate var when: (day: String, time: String) {
    Timestamp(iso8601: sortKey)?.localDayAndTime ?? (sortKey.onOneLine, "        ")
  }
}
