import ArgumentParser
import Cruddur
import Toolkit

/// The argument for a message's text.
struct MessageInput: ParsableArguments {
  @Argument(help: "The message, up to 1,024 characters; - reads it from stdin.")
  var message: String

  /// - Parameter command: As it is typed, with `…` for its options.
  /// - Throws: `ValidationError` where the only word is that of a stage: then the message was forgotten.
  func refuseStage(_ stage: Stage, command: String) throws {
    guard Stage(rawValue: message) != nil, stage == .local else { return }
    throw ValidationError(
      "the message is missing: '\(message)' is the stage; "
        + "to send that word: echo \(message) | ddb-patterns \(command) … -"
    )
  }

  /// The text, if it is valid.
  ///
  /// - Throws: `ToolError` with the code `.data` for an empty text and one that is too long, `.file` where
  ///   stdin cannot be read.
  func text() throws(ToolError) -> String {
    let text = message == "-" ? try fromStandardInput() : message
    try MessageText.check(text)
    return text
  }

  /// Reads stdin, without the line break at its end.
  private func fromStandardInput() throws(ToolError) -> String {
    let bytes = try InputFile(path: "-").contents()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolError(.file, message: "the message on stdin is not UTF-8: nothing was written")
    }
    return text.last?.isNewline == true ? String(text.dropLast()) : text
  }
}
