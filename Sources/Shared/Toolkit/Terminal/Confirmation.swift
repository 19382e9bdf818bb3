/// The confirmation before production data is changed: a name typed at the terminal, `--confirm` with that
/// name, or `--yes`.
package struct Confirmation: Sendable {
  /// What happens, as it reads after "this will": `drop the database postgres@db:5432/cruddur`.
  package let action: String
  /// The name that confirms.
  package let name: String

  package init(action: String, name: String) {
    self.action = action
    self.name = name
  }

  /// Returns when the work is confirmed. Neither a local run nor a dry run needs one.
  ///
  /// Asks only where both stdin and stderr are a terminal, so that the question is seen. A name given with
  /// `--confirm` is checked in any case.
  ///
  /// - Throws: `ToolError` with the code `.notConfirmed`; `CancellationError` after Ctrl-C.
  package func require(in context: Context, options: ConfirmationOptions) throws {
    if let given = options.confirm, given != name { throw otherName(given) }
    guard context.stage == .prod, !context.console.isDryRun else { return }
    guard !options.yes, options.confirm == nil else { return }
    guard context.input.isTerminal, context.console.errorsAreTerminal else {
      throw ToolError(
        .notConfirmed,
        message: "this will \(action): a terminal is needed to confirm it",
        next: .confirmAhead(name: name)
      )
    }
    context.console.ask("this will \(action)\ntype \(name.onOneLine) to confirm: ")
    guard try context.input.readLine() == name else {
      throw ToolError(.notConfirmed, message: "not confirmed: nothing was sent")
    }
  }

  private func otherName(_ given: String) -> ToolError {
    ToolError(
      .notConfirmed,
      message:
        "this would \(action), and --confirm says '\(given.onOneLine)' in place of '\(name.onOneLine)': nothing was sent"
    )
  }
}
