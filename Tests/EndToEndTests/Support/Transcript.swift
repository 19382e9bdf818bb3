import Foundation

/// A session as the documentation shows it, in a block of the kind `console`: commands after `$ `, each
/// followed by what it prints on stdout and stderr. A line that is `…` alone stands for any lines.
struct Transcript: Sendable {
  struct Exchange: Sendable {
    var command: String
    var output: [String] = []
  }

  private(set) var exchanges: [Exchange] = []

  /// Reads all blocks of a file as one session.
  init(_ markdown: String) {
    var isInside = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        exchanges.append(Exchange(command: String(line.dropFirst(2))))
      } else if isInside, !exchanges.isEmpty {
        exchanges[exchanges.count - 1].output.append(line)
      }
    }
  }

  private static let mark = "=== next command ==="

  /// The session for a shell, which says where the output of each command ends.
  var script: String {
    exchanges.map { "\($0.command)\nprintf '\\n%s\\n' '\(Self.mark)'\n" }.joined()
  }

  /// Splits what the script printed by its commands.
  func outputs(of text: String) -> [[String]] {
    text.components(separatedBy: "\n\(Self.mark)\n").dropLast().map { output in
      var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return lines
    }
  }

  /// Whether the printed lines match those that are shown. Both have placeholders for what differs in each
  /// run.
  static func matches(_ shown: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return printed.isEmpty }
    if first == "…" {
      let rest = shown.dropFirst()
      return (printed.startIndex...printed.endIndex).contains { matches(rest, printed[$0...]) }
    }
    return first == printed.first && matches(shown.dropFirst(), printed.dropFirst())
  }

  /// A line with placeholders for what differs in each run: moments, ids, ports and the user pool.
  static func withPlaceholders(_ line: String) -> String {
    line
      .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?/#, with: "<moment>")
      .replacing(#/\d{4}-\d\d-\d\d/#, with: "<day>")
      .replacing(#/\d\d:\d\d [AP]M/#, with: "<time>")
      .replacing(#/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#, with: "<uuid>")
      .replacing(#/(localhost|127\.0\.0\.1):\d+/#, with: "localhost:<port>")
      .replacing(#/[a-z]{2}-[a-z]+-\d_\w+/#, with: "<pool>")
      .replacing(#/version \d+/#, with: "version <number>")
      .replacing(#/\d+ tables?\b/#, with: "<number> tables")
  }
}
