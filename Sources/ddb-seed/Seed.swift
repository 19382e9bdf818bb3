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
  /// - Parameter start: The moment of the first message, by which the same items are written again.
  /// - Throws: `ToolError` with the code `.unfinished`: what was written, what was not, and how to go on; also when the
  ///   conversation has another number of lines than when it was checked.
  func write(
    with client: DynamoDBClient,
    table: String,
    _ console: Console,
    start: String
  ) async throws -> Int {
    let tally = WriteTally { [total] written in console.progress("\(written) of \(total) items") }
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
        throw ToolError(.file, "\(conversation.name) has changed since it was checked")
      }
      return tally.written
    } catch {
      throw unfinished(tally, error, start)
    }
  }

  /// The three counts add up to all items. After a refusal its own next step comes first: the same command would be refused
  /// again.
  private func unfinished(_ tally: WriteTally, _ error: any Error, _ start: String) -> ToolError {
    let (written, uncertain) = (tally.written, tally.uncertain)
    let unknown = uncertain > 0 ? "\(uncertain) may be, as no answer came, " : ""
    let counts = "\(written) of \(total) items are written, \(unknown)\(total - written - uncertain) are not"
    let isAtHand = conversation.canBeNamedAgain
    let finish = NextStep.finishSeed(start: start, isAtHand: isAtHand)
    guard let failure = error as? ToolError else {
      let why = error is CancellationError ? "" : ": \(error)"
      return ToolError(.unfinished, counts + why, next: finish)
    }
    let reworded = failure.reworded("\(counts): \(failure.message)", as: .unfinished)
    guard failure.isRefusal else { return reworded.suggesting(finish) }
    let hasBegun = written + uncertain > 0
    return reworded.alsoSuggesting(hasBegun ? .finishSeedThen(start: start, isAtHand: isAtHand) : nil)
  }
}
