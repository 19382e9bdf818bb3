import AWS
import CruddurAWS
import Toolkit

/// Writes the items of a file into a table.
struct Load {
  let client: DynamoDBClient
  let table: TableName
  let key: TableKey
  /// How many items at the beginning of the input are left out.
  let skipped: Int

  /// Writes all items of a file, line by line: memory is a few batches, whatever the file's size.
  ///
  /// - Parameter file: The open file, at its beginning.
  /// - Returns: How many items were written.
  /// - Throws: `ToolError` with the code `.unfinished`, with the number of items written and how to finish.
  func run(_ file: consuming File, console: Console) async throws -> Int {
    let isAtHand = file.canBeReadAgain
    let meter = ProgressMeter("item")
    let progress = LoadProgress(skipped: skipped, size: file.sizeOnDisk)
    let tally = WriteTally { console.progress(meter.text(done: $0, from: progress.input)) }
    let writer = BatchWriter(
      client,
      table: table,
      tally: tally,
      key: key,
      onWritten: progress.end
    )
    var input = LoadInput(file, key: key, skipped: skipped, progress: progress)
    defer { console.progress(nil) }
    do {
      try await writer.write { add in
        while let item = try input.next() { try await add(item) }
      }
    } catch {
      // A dry run has written nothing: it has no items to count, and nothing to finish.
      if console.isDryRun { throw error }
      throw unfinished(tally, progress: progress, error: error, isAtHand: isAtHand)
    }
    try input.finish()
    return tally.written
  }

  /// What must be done before the load is finished, such as correcting a line, comes first.
  private func unfinished(
    _ tally: WriteTally,
    progress: LoadProgress,
    error: any Error,
    isAtHand: Bool
  ) -> ToolError {
    let (written, uncertain) = (tally.written, tally.uncertain)
    let unknown = uncertain > 0 ? ", \(uncertain) may be, as no answer came" : ""
    let counts =
      "\(counted(written, of: "item")) \(written == 1 ? "is" : "are") written\(unknown), the others are not"
    let numbers = ["written": written, "uncertain": uncertain]
    func finish(after: Bool) -> NextStep {
      .finishLoad(skipping: progress.complete, isAtHand: isAtHand, after: after)
    }
    let unfinished = ToolError.unfinished(counts, counts: numbers, stoppedBy: error)
    guard let failure = error as? ToolError, failure.code == .file || failure.isRefusal,
      !failure.nextSteps.isEmpty
    else { return unfinished.suggesting(finish(after: false)) }
    return unfinished.alsoSuggesting(finish(after: true))
  }
}
