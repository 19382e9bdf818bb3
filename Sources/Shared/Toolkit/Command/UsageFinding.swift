/// The first mistake of a command line: the command, an option, a superfluous word, or a value.
///
/// ArgumentParser reports what it meets first: for `--tabel x` it says that `x` is not a stage.
struct UsageFinding {
  private let path: CommandPath
  /// The first option that the command does not have.
  private var unknownOption: String?
  private var positionals: [String] = []
  /// The options that have a value, with it.
  private var values: [(option: ArgumentDescription, name: String, value: String)] = []

  init(_ path: CommandPath) {
    self.path = path
    var rest = path.words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        break
      }
      if Self.isOption(word) { read(option: word, rest: &rest) } else { positionals.append(word) }
    }
  }

  /// `-` is stdin, and `-3h` a time.
  private static func isOption(_ word: String) -> Bool {
    word.count > 1 && word.hasPrefix("-") && word.dropFirst().first?.isNumber == false
  }

  private mutating func read(option word: String, rest: inout ArraySlice<String>) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0].hasPrefix("--") ? parts[0] : String(parts[0].prefix(2))
    // `-table` is `-t` with a value `able` to ArgumentParser.
    let lacksDash = name != parts[0] && path.command.option("-\(parts[0])") != nil
    guard let option = path.command.option(name), !lacksDash else {
      if !Self.hidden.contains(name) { unknownOption = unknownOption ?? parts[0] }
      return
    }
    guard option.kind == .option else { return }
    if parts.count == 2 {
      values.append((option, name, parts[1]))
    } else if let value = rest.first, !Self.isOption(value) {
      values.append((option, name, value))
      rest.removeFirst()
    }
  }

  /// ArgumentParser's own, which are not described.
  private static let hidden = ["--help-hidden", "--experimental-dump-help", "--generate-completion-script"]

  /// A sentence with what was probably meant; nil where no mistake is found.
  var text: String? { wrongCommand ?? wrongOption ?? wrongWord ?? wrongValue }

  /// What to type instead; nil where that is not known.
  var next: NextStep? {
    guard wrongCommand == nil, wrongOption == nil, let word = positionals.first, isTypedTable(word),
      canBeLeftOut(word)
    else { return nil }
    return .nameTable(word)
  }

  /// Whether the first word, in place of the stage, is probably the table's name. It is often typed so,
  /// because `ddb-drop` takes it as an argument.
  private func isTypedTable(_ word: String) -> Bool {
    guard let stages = path.command.positionals.first?.words, !stages.isEmpty, !stages.contains(word),
      NearName.nearest(to: word, among: stages) == nil, let option = path.command.option("--table")
    else { return false }
    let others = positionals.dropFirst()
    let isNamed = values.contains { option.typedNames.contains($0.name) }
    return word.isDynamoDBName && !isNamed && others.count <= 1 && others.allSatisfy(stages.contains)
  }

  /// Whether the command line is right without the word: it is not part of something else, too.
  private func canBeLeftOut(_ word: String) -> Bool {
    path.words.count { $0 == word } == 1 && !path.words.contains("--")
      && !path.name.split(separator: " ").contains(Substring(word))
  }

  private var wrongCommand: String? {
    let names = path.command.commands.map(\.commandName)
    guard !names.isEmpty, let typed = positionals.first else { return nil }
    let meant = SubcommandGuess.names(meantBy: typed, among: names).first
    return "\(path.name) has no command \(shown(typed))"
      + (meant.map { ": did you mean \($0)?" } ?? ": there are \(names.joined(separator: ", "))")
  }

  private var wrongOption: String? {
    guard let typed = unknownOption else { return nil }
    let names = path.command.options.flatMap(\.typedNames).filter { $0.hasPrefix("--") }
    let long = typed.hasPrefix("--") ? typed : "-\(typed)"
    return "\(path.name) has no option \(shown(typed))" + meant(long, among: names)
  }

  private var wrongWord: String? {
    for (index, word) in positionals.enumerated() {
      guard let argument = path.command.positionals.dropFirst(index).first ?? repeating else {
        return "\(shown(word)) is a word too many"
      }
      guard argument.words.isEmpty || argument.words.contains(word) else {
        return wrong(word, for: argument, after: Array(positionals[..<index]))
      }
    }
    return nil
  }

  /// The words of the command line are in another order, or a text with blanks is not in quotes.
  private func wrong(_ word: String, for argument: ArgumentDescription, after others: [String]) -> String {
    if let stage = others.last(where: argument.words.contains) {
      let names = path.command.positionals.dropLast().map { ($0.valueName ?? "").uppercased() }
      return "'\(stage)' comes last: \(([path.name] + names + [stage]).joined(separator: " "))"
    }
    let isNot = "\(shown(word)) is not \(Self.either(argument.words))"
    let near = meant(word, among: argument.words)
    guard near.isEmpty, !others.isEmpty else { return isNot + near }
    let whole = (others + [word]).joined(separator: " ")
    return "\(isNot): words that belong together go between quotes, \(shown(whole))"
  }

  private var repeating: ArgumentDescription? {
    path.command.positionals.last.flatMap { $0.isRepeating ? $0 : nil }
  }

  private var wrongValue: String? {
    for (option, name, value) in values where !option.words.isEmpty && !option.words.contains(value) {
      return "\(name) is \(shown(value)), and not \(Self.either(option.words))"
        + meant(value, among: option.words)
    }
    return nil
  }

  private func meant(_ typed: String, among names: [String]) -> String {
    NearName.nearest(to: typed, among: names).map { ": did you mean \($0)?" } ?? ""
  }

  /// A word as messages show it.
  private func shown(_ word: String) -> String {
    "'\(ConnectionURLText.withoutPassword(word).onOneLine(atMost: 100))'"
  }

  private static func either(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or \(last)"
  }
}
