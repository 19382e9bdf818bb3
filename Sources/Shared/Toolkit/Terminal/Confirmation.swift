/// Asks before data in production is destroyed: the thing's name typed at the terminal, or `--yes`.
package struct Confirmation: Sendable {
  /// What to do where nobody can be asked.
  package enum OffTerminal: Sendable {
    /// The command line says it all already.
    case goesAhead
    /// `--yes` must be given.
    case refuses
  }

  /// What happens, as it reads after "this will": `drop the database cruddur on postgres@db:5432/cruddur`.
  package let action: String
  /// What the user types to agree.
  package let name: String
  package let offTerminal: OffTerminal

  package init(action: String, name: String, offTerminal: OffTerminal) {
    self.action = action
    self.name = name
    self.offTerminal = offTerminal
  }

  /// Returns when the work may begin. Local work, `--yes` and `--dry-run` need no answer.
  ///
  /// - Throws: `ToolError` with the code `.notConfirmed`; `CancellationError` after Ctrl-C.
  package func require(in context: Context, yes: Bool) throws {
    guard context.stage == .prod && !yes && !context.console.isDryRun else { return }
    guard context.input.isTerminal else {
      if offTerminal == .goesAhead { return }
      throw ToolError(
        .notConfirmed,
        "this will \(action), and nobody is at a terminal to confirm it",
        next: .confirmAhead()
      )
    }
    context.console.ask("this will \(action)\ntype \(name) to confirm: ")
    guard try context.input.readLine() == name else {
      throw ToolError(.notConfirmed, "not confirmed: nothing was sent")
    }
  }
}
