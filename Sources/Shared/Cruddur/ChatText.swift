import Toolkit

/// A conversation as readable text: a heading for each day, local times, whole messages.
package struct ChatText: TerminalText, Sendable {
  private let lines: [MessageLine]

  /// - Parameter lines: The oldest first.
  package init(_ lines: [MessageLine]) {
    self.lines = lines
  }

  /// The lines with their ends. Control characters in messages are left out, and on a terminal all that it
  /// would obey: any user of Cruddur can write a message.
  ///
  /// - Parameter width: The columns that messages are wrapped to; nil for 80.
  package func rendered(_ style: Style, width: Int?) -> String {
    let clean = width == nil ? \String.onOneLine : \String.onOneTerminalLine
    return ChatText(lines.map { $0.cleaned(by: clean) }).layout(style, width: width ?? 80)
  }

  private func layout(_ style: Style, width: Int) -> String {
    var day: String?
    var text = ""
    for line in lines {
      let when = line.when
      if when.day != day {
        text += (day == nil ? "" : "\n") + style.label("── \(when.day) ──".cut(toColumns: width)) + "\n"
        day = when.day
      }
      text += message(line, at: when.time, style: style, width: width)
    }
    return text
  }

  private static let gap = "  "
  private static let widestHandle = 16
  /// With fewer columns than this a message is hard to read beside its handle, and is put below it.
  private static let narrowest = 24

  private func message(_ line: MessageLine, at time: String, style: Style, width: Int) -> String {
    let handle = line.handle.cut(toColumns: handleWidth)
    let head = "\(time)\(Self.gap)\(handle.padded(toColumns: handleWidth))"
    let indent = head.terminalColumns + Self.gap.count
    let isBelow = width - indent < Self.narrowest
    let blanks = String(repeating: " ", count: isBelow ? Self.gap.count : indent)
    let words = line.message.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { TextWrap.lines(String($0), width: max(1, width - blanks.count), breaksWords: true) }
    let shown =
      "\(time)\(Self.gap)\(style.speaker(handle, isFirst: line.handle == lines.first?.handle))"
      + String(repeating: " ", count: handleWidth - handle.terminalColumns)
    let (first, rest) = isBelow ? ([], words[...]) : (Array(words.prefix(1)), words.dropFirst())
    return ([shown + first.map { Self.gap + $0 }.joined()] + rest.map { blanks + $0 }).map { $0 + "\n" }
      .joined()
  }

  private var handleWidth: Int {
    min(Self.widestHandle, lines.map { $0.handle.terminalColumns }.max() ?? 0)
  }
}

extension MessageLine {
  /// - Parameter clean: Makes one line of a text; those of a message stay.
  fileprivate func cleaned(by clean: KeyPath<String, String>) -> MessageLine {
    let words = message.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    return MessageLine(
      handle: handle[keyPath: clean],
      sortKey: sortKey[keyPath: clean],
      message: words.map { $0[keyPath: clean] }.joined(separator: "\n")
    )
  }

  /// The day and the time of day; a sort key that is not a time is shown as the day.
  fileprivate var when: (day: String, time: String) {
    Timestamp(iso8601: sortKey)?.localDayAndTime ?? (sortKey, "        ")
  }
}
