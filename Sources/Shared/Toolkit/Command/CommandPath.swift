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
