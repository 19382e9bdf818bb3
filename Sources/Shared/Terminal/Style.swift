/// Colours for one stream: off unless a terminal shows them and nothing forbids them.
///
/// `NO_COLOR` (https://no-color.org) and `TERM=dumb` switch them off.
package struct Style: Sendable {
  package let isColoured: Bool

  package init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  init(for stream: StandardStream, environment: Environment) {
    isColoured = stream.isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// The scripts' label: bold cyan.
  package func label(_ text: String) -> String {
    isColoured ? "\u{1B}[1;36m\(text)\u{1B}[0m" : text
  }

  /// A cell of the AWS CLI's tables: bold, then blue.
  package func cell(_ text: String) -> String {
    isColoured ? "\u{1B}[1m\u{1B}[34m\(text)\u{1B}[0m" : text
  }
}
