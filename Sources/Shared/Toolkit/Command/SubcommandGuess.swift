import ArgumentParser

/// The subcommand that an abbreviated or mistyped word of a command line probably means.
struct SubcommandGuess {
  /// As it is typed in full.
  let name: String
  /// The command line with the full name.
  let invocation: Invocation
  /// Whether the subcommand may write. Such a command runs only where its name is typed in full.
  let writes: Bool
  /// Says what the word was taken for; nil where the name begins with it.
  let note: String?

  /// - Returns: Nil for a word that is a name already, and for one that means no command or several.
  init?(_ invocation: Invocation, in tool: any ParsableCommand.Type) {
    guard let typed = invocation.arguments.dropFirst().first, !typed.hasPrefix("-"), typed != "help" else {
      return nil
    }
    let commands = tool.configuration.subcommands
    let names = Self.names(meantBy: typed, among: commands.map { $0._commandName })
    guard names.count == 1, let name = names.first, name != typed else { return nil }
    self.name = name
    var completed = invocation
    completed.arguments[1] = name
    self.invocation = completed
    writes = commands.first { $0._commandName == name }?.mayWrite ?? false
    note = name.hasPrefix(typed) ? nil : "taking '\(typed.onOneLine)' for \(name)"
  }

  /// The names that begin with the word; where there are none, those that are nearest to it.
  static func names(meantBy typed: String, among names: [String]) -> [String] {
    if typed.isEmpty || names.contains(typed) { return names.filter { $0 == typed } }
    let begun = names.filter { $0.hasPrefix(typed) }
    return begun.isEmpty ? NearName.all(to: typed, among: names) : begun
  }
}
