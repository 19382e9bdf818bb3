import AWS
import Cruddur
import Toolkit

/// A conversation to write into the table.
package struct Seed: Sendable {
  let conversation: InputFile
  let rows: ConversationRows
  package let span: SeedSpan

  /// Items in all: the group rows and a message for each line.
  package var total: Int { span.lines + rows.groups.count }

  /// Writes all items, and returns how many the service has confirmed: the total.
  ///
  /// - Throws: `ToolError` with the code `.unfinished`, with the counts of items written and not written and
  ///   how to finish; also when the conversation has another number of lines than when it was checked.
  package func write(
    with client: DynamoDBClient,
    table: TableName,
    console: Console
  ) async throws -> Int {
    let meter = ProgressMeter("item")
    let tally = WriteTally { [total] written in console.progress(meter.text(done: written, of: total)) }
    let writer = BatchWriter(client, table: table, tally: tally)
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
        throw ToolError(.file, message: "\(conversation.name) has changed since it was checked")
      }
      return tally.written
    } catch {
      // A dry run has written nothing: it has no items to count, and nothing to finish.
      if console.isDryRun { throw error }
      throw unfinished(tally, error: error)
    }
  }

  /// The three counts add up to the total. After a refusal its own next step comes first, because the same
  /// command would be refused again.
  private func unfinished(_ tally: WriteTally, error: any Error) -> ToolError {
    let (written, uncertain) = (tally.written, tally.uncertain)
    let unknown = uncertain > 0 ? "\(uncertain) may be, as no answer came, " : ""
    let counts = "\(written) of \(total) items are written, \(unknown)\(total - written - uncertain) are not"
    let isAtHand = conversation.canBeNamedAgain
    let finish = NextStep.finishSeed(span.option, isAtHand: isAtHand)
    let numbers = ["written": written, "uncertain": uncertain, "unwritten": total - written - uncertain]
    let unfinished = ToolError.unfinished(counts, counts: numbers, stoppedBy: error)
    guard let failure = error as? ToolError, failure.isRefusal else { return unfinished.suggesting(finish) }
    let hasBegun = written + uncertain > 0
    return unfinished.alsoSuggesting(hasBegun ? .finishSeedThen(span.option, isAtHand: isAtHand) : nil)
  }
}

extension Seed {
  var group: MessageGroupID { rows.group }
}
