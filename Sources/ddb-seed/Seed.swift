import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// A conversation on its way into the table.
struct Seed {
  let conversation: InputFile
  let rows: ConversationRows
  /// Items in all: the group rows and a message for each line.
  let total: Int

  /// Writes all items, and returns how many the service has confirmed: the total.
  ///
  /// - Parameter again: How the work is finished, for the account of a failure.
  /// - Throws: `ToolError` with the code `.unfinished`: what was written, what was not, and how to go on; also when the
  ///   conversation has another number of lines than when it was checked.
  func write(
    with client: DynamoDBClient,
    table: String,
    _ console: Console,
    again: NextStep
  ) async throws -> Int {
    let meter = ProgressMeter("item")
    let account = WriteAccount { [total] written in console.progress(meter.text(done: written, of: total)) }
    let writer = BatchWriter(client, table: table, account: account)
    defer { console.progress(nil) }
    do {
      var found = rows.groups.count
      try await writer.write { add in
        for row in rows.groups { try await add(Item(row)) }
        try await conversation.forEachMessage { line, index in
          found += 1
          if found <= total { try await add(Item(rows.message(line, at: index))) }
        }
      }
      guard found == total else {
        throw ToolError(.file, "\(conversation.name) has changed since it was checked")
      }
      return account.written
    } catch {
      throw unfinished(account, error, again)
    }
  }

  /// The three counts add up to all items.
  private func unfinished(_ account: WriteAccount, _ error: any Error, _ again: NextStep) -> ToolError {
    let (written, uncertain) = (account.written, account.uncertain)
    let unknown = uncertain > 0 ? "\(uncertain) may be, as no answer came, " : ""
    let why = error is CancellationError ? "" : ": \((error as? ToolError)?.message ?? "\(error)")"
    return ToolError(
      .unfinished,
      "\(written) of \(total) items are written, \(unknown)\(total - written - uncertain) are not\(why)",
      next: again
    ).counting(
      ["written": written, "uncertain": uncertain, "unwritten": total - written - uncertain],
      stoppedBy: error
    )
  }
}
