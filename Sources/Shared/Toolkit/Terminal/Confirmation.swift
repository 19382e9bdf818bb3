/// Asks before data in production is changed: the thing's name typed at the terminal, `--confirm` with that name, or
/// `--yes`.
package struct Confirmation: Sendable {
  /// What happens, as it reads after "this will": `drop the database postgres@db:5432/cruddur`.
  package let action: String
  /// What the user types to agree.
  package let name: String

  package init(action: String, name: String) {
    self.action = action
    self.name = name
  }

  /// Returns when the work may begin. Local work is not asked for.
  ///
  /// A person is asked where stdin and stderr are a terminal: the question must be seen. A name that is given with
  /// `--confirm` must be right in any case.
  ///
  /// - Throws: `ToolError` with the code `.notConfirmed`; `CancellationError` after Ctrl-C.
  package func require(in context: Context, _ options: ConfirmationOptions) throws {
    if let given = options.confirm, given != name { throw otherName(given) }
    guard context.stage == .prod, !options.yes, options.confirm == nil else { return }
    guard context.input.isTerminal, context.console.errorsAreTerminal else {
      throw ToolError(
        .notConfirmed,
        "this will \(action), and nobody is at a terminal to confirm it",
        next: .confirmAhead(name: name)
      )
    }
    context.console.ask("this will \(action)\ntype \(name.onOneLine) to confirm: ")
    guard try context.input.readLine() == name else {
      throw ToolError(.notConfirmed, "not confirmed: nothing was sent")
    }
  }

  private func otherName(_ given: String) -> ToolError {
    ToolError(
      .notConfirmed,
      "this would \(action), and --confirm says '\(given.onOneLine)' in place of '\(name.onOneLine)': nothing was sent"
    )
  }
}
