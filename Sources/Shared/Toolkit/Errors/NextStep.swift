/// What a user can do after an error: a sentence, and commands to type. The folder `NextSteps` has all of
/// them, so that they can be read as a set.
package struct NextStep: Sendable, Equatable {
  package enum Command: Sendable, Equatable {
    /// A line of shell, as it is.
    case shell(String)
    /// A command of the AWS CLI: its words, then this run's `--region` and, unless the words name one, its
    /// `--profile`.
    case aws([String])
    /// A tool of the suite with its arguments. The stage and the options that name this run's place are
    /// added, so that it works on the same place.
    case tool(String, [String] = [])
    /// This run's own command, without some of its words and without some of its options and their values.
    /// The options given here replace those of the same names.
    case again(
      [String: String] = [:],
      flags: [String] = [],
      without: [String] = [],
      withoutOptions: [String] = []
    )
  }

  /// A sentence without its full stop.
  package let text: String
  package let commands: [Command]

  init(_ text: String, commands: Command...) {
    self.init(text, commands: commands)
  }

  init(_ text: String, commands: [Command]) {
    self.text = text
    self.commands = commands
  }

  /// The same with a remark before it.
  package func adding(_ remark: String) -> NextStep {
    NextStep("\(remark). \(text)", commands: commands)
  }

  /// Whether one of the commands is this run's own: it continues the work.
  var repeatsRun: Bool {
    commands.contains { if case .again = $0 { true } else { false } }
  }

  /// The sentence, then each command on a line of its own, indented.
  package func rendered(_ commandLine: CommandLineText) -> String {
    let lines = typed(commandLine).map { "  \($0)" }
    return ([sentence(commandLine) + (lines.isEmpty ? "" : ":")] + lines).joined(separator: "\n")
  }

  /// The sentence, and whether a password is to be added to the commands.
  func sentence(_ commandLine: CommandLineText) -> String {
    let lacksPassword = typed(commandLine).contains(where: commandLine.leavesOutPassword)
    return text + (lacksPassword ? " (put the password into the URL again)" : "")
  }

  /// The commands as they are typed.
  func typed(_ commandLine: CommandLineText) -> [String] { commands.map(commandLine.text(of:)) }
}
