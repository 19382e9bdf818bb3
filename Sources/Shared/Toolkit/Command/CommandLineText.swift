/// The command that the user typed, to be typed again.
package enum CommandLineText {
  /// The run's own command with other options, quoted for a shell. What `--connection-url` says is left out: it may hold
  /// a password.
  ///
  /// - Parameter options: Options that the command is to have, in place of those of that name that it had.
  package static func repeated(
    with options: [(name: String, value: String)],
    arguments: [String] = CommandLine.arguments
  ) -> String {
    let tool = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    var words: [String] = []
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      if let option = options.first(where: { word == $0.name || word.hasPrefix("\($0.name)=") }) {
        if word == option.name { rest = rest.dropFirst() }
      } else if word == "--connection-url" || word.hasPrefix("--connection-url=") {
        if word == "--connection-url" { rest = rest.dropFirst() }
        words.append("--connection-url …")
      } else {
        words.append(quoted(word))
      }
    }
    return ([tool] + words + options.map { "\($0.name) \(quoted($0.value))" }).joined(separator: " ")
  }

  /// A text that repeats arguments, without those URLs among them that may hold a password.
  static func withoutPasswords(_ text: String, arguments: [String] = CommandLine.arguments) -> String {
    arguments.dropFirst().reduce(text) { text, argument in
      guard let scheme = argument.firstRange(of: "://"), argument[scheme.upperBound...].contains("@") else {
        return text
      }
      let url = argument[scheme.lowerBound...]
      return text.split(separator: url, omittingEmptySubsequences: false).joined(separator: "://…")
    }
  }

  private static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy({ $0.isLetterOrDigit(or: "-_./:=+,@%") }) { return word }
    // Not by characters: a quote with an accent on it is one, and a quote to the shell.
    return word.unicodeScalars.reduce(into: "'") { $0 += $1 == "'" ? #"'\''"# : String($1) } + "'"
  }
}
