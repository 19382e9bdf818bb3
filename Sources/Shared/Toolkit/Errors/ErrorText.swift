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

  /// Has no control characters: a message may quote a variable, a file or a server.
  package var text: String {
    guard let error = error as? ToolError else { return "\(error)".withoutControls }
    let parts = [error.message] + error.nextSteps.map { $0.rendered(commandLine) }
    return parts.joined(separator: "\n").withoutControls
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
