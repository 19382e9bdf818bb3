/// The command that the user typed, and others that act on the same place, to be typed again.
package struct CommandLineText: Sendable {
  /// The program's name, then its arguments.
  private let arguments: [String]
  private let stage: Stage

  /// - Parameter stage: The run's; the word `prod` among the arguments may also be a value.
  package init(_ arguments: [String], stage: Stage = .local) {
    self.arguments = arguments
    self.stage = stage
  }

  /// A command as it is typed.
  func text(of command: NextStep.Command) -> String {
    switch command {
    case .shell(let line): line
    case .aws(let words): line((["aws"] + words).map(Self.quoted) + awsPlace(besides: words))
    case .tool(let name, let words): line([name] + words.map(Self.quoted) + place(of: name, besides: words))
    case .again(let options, let flags, let dropped, let droppedOptions):
      again(options, flags: flags, without: dropped, withoutOptions: droppedOptions)
    }
  }

  /// The run's own command with other options.
  ///
  /// - Parameter options: They replace the run's options of the same names.
  private func again(
    _ options: [String: String],
    flags: [String],
    without dropped: [String],
    withoutOptions droppedOptions: [String]
  ) -> String {
    let tool = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    var words: [String] = []
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      let left = options.keys + droppedOptions
      let option = Option(word, rest: &rest, known: left)
      let isOtherStage = word == "local" && flags.contains("prod") && words.last?.hasPrefix("--") != true
      if !left.contains(option.name), !(flags + dropped).contains(word), !isOtherStage {
        words.append(option.text)
      }
    }
    let more = options.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.quoted($0.value))" }
    return line([tool] + words + more + flags)
  }

  /// Whether a command to type has a connection URL whose password is not shown.
  func leavesOutPassword(_ command: String) -> Bool {
    guard command.contains("--connection-url "), let url = Self.value(of: "--connection-url", in: arguments)
    else { return false }
    return ConnectionURLText.withoutPassword(url) != url
  }

  private func line(_ words: [String]) -> String { words.filter { !$0.isEmpty }.joined(separator: " ") }

  // MARK: - The place

  private static let awsOptions = ["--endpoint-url", "--region", "--profile"]
  private static let postgresOptions = ["--connection-url"]

  /// The stage and the options that name the place of this run, as far as another tool has them.
  ///
  /// - Parameter words: Those of the command, which may name another table.
  private func place(of tool: String, besides words: [String]) -> [String] {
    (stage == .prod ? ["prod"] : []) + options(Self.placeOptions(of: tool).filter { !words.contains($0) })
  }

  /// The tools that use AWS and PostgreSQL; a test compares them with the manifest.
  private static let usesBoth: Set = [
    "cruddur-api", "cruddur-doctor", "db-setup", "db-update-cognito-user-ids", "ddb-patterns", "ddb-seed",
    "ddb-setup",
  ]

  /// The tools of AWS that do not work on the messages table; a test compares them with the tools' options.
  private static let withoutTable: Set = [
    "cognito-list-users", "db-setup", "db-update-cognito-user-ids", "ddb-drop", "ddb-list-tables",
  ]

  /// The options of a tool that name the place it works on.
  package static func placeOptions(of tool: String) -> [String] {
    let isBoth = usesBoth.contains(tool)
    if tool.hasPrefix("db-"), !isBoth { return postgresOptions }
    let table = withoutTable.contains(tool) ? [] : ["--table"]
    return awsOptions + (isBoth ? postgresOptions : []) + table
  }

  /// The region and the profile of this run, for the AWS CLI.
  private func awsPlace(besides words: [String]) -> [String] {
    options(["--region", "--profile"].filter { !words.contains($0) })
  }

  /// This run's options of these names, with their values.
  private func options(_ names: [String]) -> [String] {
    var found: [String] = []
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      let option = Option(word, rest: &rest, known: names)
      if names.contains(option.name) { found.append(option.text) }
    }
    return found
  }

  // MARK: - Words

  /// A word of the command line, with the value that belongs to it.
  private struct Option {
    let name: String
    /// As it is shown in a command to type. The value of `--connection-url` is shown without its password.
    let text: String

    /// - Parameters:
    ///   - rest: The words after it; the value is taken from there.
    ///   - known: Options that have a value.
    init(_ word: String, rest: inout ArraySlice<String>, known: [String]) {
      let long = word == "-t" ? "--table" : word
      let parts = long.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      name = long.hasPrefix("--") ? parts[0] : long
      let isURL = name == "--connection-url"
      guard known.contains(long) || isURL, parts.count == 1 || isURL else {
        text = CommandLineText.quoted(word)
        return
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        text = name
        return
      }
      text = "\(name) \(CommandLineText.quoted(isURL ? ConnectionURLText.withoutPassword(value) : value))"
    }
  }

  /// The last value of an option, as `--name value` or `--name=value`, in a command line that is not parsed.
  package static func value(of option: String, in words: [String]) -> String? {
    zip(words, words.dropFirst() + [""]).compactMap { word, next -> String? in
      if word == option { return next }
      return word.hasPrefix("\(option)=") ? String(word.dropFirst(option.count + 1)) : nil
    }.last
  }

  /// A text that quotes arguments, without the passwords of connection URLs among them.
  static func withoutPasswords(_ text: String, arguments: [String]) -> String {
    arguments.dropFirst().reduce(text) { text, argument in
      let parts =
        argument.hasPrefix("-") ? argument.split(separator: "=", maxSplits: 1).map(String.init) : [argument]
      guard let value = parts.last else { return text }
      let shown = ConnectionURLText.withoutPassword(value)
      guard shown != value else { return text }
      return text.split(separator: value, omittingEmptySubsequences: false).joined(separator: shown)
    }
  }

  /// A word as a shell takes it.
  package static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy({ $0.isLetterOrDigit(or: "-_./:=+,@%…") }) { return word }
    if word.unicodeScalars.contains(where: { $0.steersTerminal && $0 != "\n" }) { return withEscapes(word) }
    // By code points, not characters: a quote with a combining accent is one character, but the shell sees a
    // quote.
    return word.unicodeScalars.reduce(into: "'") { $0 += $1 == "'" ? #"'\''"# : String($1) } + "'"
  }

  /// By `printf`, which all shells have: a control character would control the terminal that shows it.
  private static func withEscapes(_ word: String) -> String {
    let format = word.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "%": text += "%%"
      case "\\": text += "\\\\"
      // A quote ends the format, bash may replace `!` by an earlier command, and `-` begins an option.
      case "'", "!", "-": text += octal(scalar)
      case _ where scalar.steersTerminal: text += octal(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return "\"$(printf '\(format)')\""
  }

  private static func octal(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf8.map { "\\" + String(Int($0) + 0o1000, radix: 8).dropFirst() }.joined()
  }
}
