/// A command's help: what it does, examples to copy, and its options, its own first.
struct HelpText {
  private let command: CommandDescription
  private let name: String

  init(_ path: CommandPath) {
    command = path.command
    name = path.name
  }

  /// The text with its line ends. Sentences wrap at the width; commands never do.
  func text(width: Int) -> String {
    let overview = [command.abstract ?? ""] + paragraphs
    let blocks =
      overview.map { TextWrap.lines($0, width: width).joined(separator: "\n") } + ["USAGE: \(usage)"]
      + [
        block("EXAMPLES", lines: examples.map { "  \($0)" }),
        block("COMMANDS", lines: rows(of: command.commands, width: width)),
      ]
      + sections.map { title, options in block(title, lines: options.flatMap { row($0, width: width) }) }
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  // MARK: - The overview

  private static let exampleMark = "Example: "

  private var allParagraphs: [String] { (command.discussion ?? "").split(separator: "\n\n").map(String.init) }

  private var paragraphs: [String] { allParagraphs.filter { !$0.hasPrefix(Self.exampleMark) } }

  /// Each line of a paragraph that begins with `Example: ` is one.
  private var examples: [String] {
    allParagraphs.filter { $0.hasPrefix(Self.exampleMark) }
      .flatMap { $0.dropFirst(Self.exampleMark.count).split(separator: "\n").map(String.init) }
  }

  private var usage: String {
    let commands = command.commands.isEmpty ? [] : ["<command>"]
    let words = command.positionals.map { argument in
      let name = argument.valueName ?? "value"
      return argument.isOptional ? "[\(name)]" : "<\(name)>"
    }
    let required = command.options.filter { !$0.isOptional && $0.kind == .option }.map(Self.label)
    return ([name] + commands + words + required + ["[options]"]).joined(separator: " ")
  }

  private func block(_ title: String, lines: [String]) -> String {
    lines.isEmpty ? "" : (["\(title):"] + lines).joined(separator: "\n")
  }

  // MARK: - The options

  private static let own = ""
  private static let common = "Common"
  /// The last groups, in this order. All others come before them, after the tool's own options.
  private static let last = ["AWS", "PostgreSQL", common]
  private static let ofEveryTool = ["--help", "--version"]

  private var sections: [(title: String, arguments: [ArgumentDescription])] {
    let groups = Dictionary(grouping: command.options.filter(\.shouldDisplay), by: Self.group)
    let others = groups.keys.filter { $0 != Self.own && !Self.last.contains($0) }.sorted()
    return [("ARGUMENTS", command.positionals)]
      + ([Self.own] + others + Self.last).map { group in
        (group == Self.own ? "OPTIONS" : "\(group.uppercased()) OPTIONS", groups[group] ?? [])
      }
  }

  private static func group(of option: ArgumentDescription) -> String {
    ofEveryTool.contains(where: option.typedNames.contains) ? common : option.sectionTitle ?? own
  }

  private static func label(_ argument: ArgumentDescription) -> String {
    let names = argument.typedNames.joined(separator: ", ")
    switch argument.kind {
    case .positional: return argument.valueName ?? ""
    case .flag: return names
    case .option:
      let words = argument.words.joined(separator: "|")
      return "\(names) <\(words.isEmpty || words.count > 24 ? argument.valueName ?? "value" : words)>"
    }
  }

  private func row(_ argument: ArgumentDescription, width: Int) -> [String] {
    let isWorthSaying = argument.kind == .option && argument.defaultValue?.isEmpty == false
    let value = isWorthSaying ? argument.defaultValue.map { " (default: \($0))" } ?? "" : ""
    return TextWrap.row(Self.label(argument), text: (argument.abstract ?? "") + value, width: width)
  }

  private func rows(of commands: [CommandDescription], width: Int) -> [String] {
    commands.flatMap { TextWrap.row($0.commandName, text: $0.abstract ?? "", width: width) }
  }
}
