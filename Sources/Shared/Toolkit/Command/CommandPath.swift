/// The command that a command line names: the tool, or a subcommand.
struct CommandPath {
  let command: CommandDescription
  /// As they are typed: `ddb-patterns tail`.
  let name: String
  /// What follows the names.
  let words: [String]

  /// - Parameter words: The command line without the program's name.
  init(_ root: CommandDescription, words: [String]) {
    var command = root
    var names = [root.commandName]
    var rest = words[...]
    // `ddb-patterns help tail` is about `tail`.
    if !root.commands.isEmpty, rest.first == "help" { rest.removeFirst() }
    while let next = command.commands.first(where: { $0.commandName == rest.first }) {
      names.append(next.commandName)
      command = next
      rest.removeFirst()
    }
    self.command = command
    name = names.joined(separator: " ")
    self.words = Array(rest)
  }
}

/// The name of a subcommand, abbreviated or mistyped.
enum SubcommandName {
  /// The words with the first one in full, where it is the beginning of exactly one command's name, or nearly
  /// its name.
  static func completing(_ words: [String], among names: [String]) -> [String] {
    guard let typed = words.first, !typed.hasPrefix("-"), !names.contains(typed), typed != "help" else {
      return words
    }
    let begun = names.filter { $0.hasPrefix(typed) }
    let found = begun.isEmpty ? NearName.all(to: typed, among: names) : begun
    return found.count == 1 && !typed.isEmpty ? found + words.dropFirst() : words
  }
}
