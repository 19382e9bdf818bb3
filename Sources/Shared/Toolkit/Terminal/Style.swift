/// Colours for one stream. They are on only where it is a terminal.
///
/// `NO_COLOR` (https://no-color.org) and `TERM=dumb` switch them off.
package struct Style: Sendable {
  package let isColoured: Bool

  package init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  package init(for sink: OutputSink, environment: Environment) {
    isColoured = sink.isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// A label as the week-5 scripts print it: bold cyan.
  package func label(_ text: String) -> String { coloured(text, codes: "1;36") }

  /// `Error:` in bold red.
  package func error(_ text: String) -> String { coloured(text, codes: "1;31") }

  /// `warning:` in bold yellow.
  package func warning(_ text: String) -> String { coloured(text, codes: "1;33") }

  /// A handle of a conversation: the first speaker in cyan, the others in green.
  package func speaker(_ handle: String, isFirst: Bool) -> String {
    coloured(handle, codes: isFirst ? "36" : "32")
  }

  /// A cell of the AWS CLI's tables: bold, then blue.
  package func cell(_ text: String) -> String {
    isColoured ? "\u{1B}[1m\u{1B}[34m\(text)\u{1B}[0m" : text
  }

  /// - Parameter codes: The numbers of an ECMA-48 "select graphic rendition" sequence.
  private func coloured(_ text: String, codes: String) -> String {
    isColoured ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }
}
