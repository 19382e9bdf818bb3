/// An error as the user reads it: what failed, at which place and why; then, for each next step, its sentence
/// and each command to type on a line of its own.
package struct ErrorText {
  private let error: any Error
  private let commandLine: CommandLineText

  /// - Parameter commandLine: The run's own, whose options the commands repeat.
  package init(_ error: any Error, commandLine: CommandLineText) {
    self.error = error
    self.commandLine = commandLine
  }

  package var text: String {
    guard let error = error as? ToolError else { return "\(error)" }
    return ([error.message] + error.nextSteps.map { $0.rendered(commandLine) }).joined(separator: "\n")
  }
}

extension ErrorText {
  /// The error as a program reads it, on one line.
  ///
  /// - Parameter kind: Another than that of the error's code.
  func document(kind: String? = nil) -> String {
    ErrorDocument(error, kind: kind, commandLine: commandLine).text
  }
}

extension ToolError: CustomStringConvertible {
  package var description: String { ErrorText(self, commandLine: CommandLineText([])).text }

  /// The next steps as text, for a run without options; nil where there are none.
  package var hint: String? {
    guard !nextSteps.isEmpty else { return nil }
    return nextSteps.map { $0.rendered(CommandLineText([])) }.joined(separator: "\n")
  }
}
