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

  /// In bytes: an item of 400 KB may be six times as long in escapes.
  private static let longestLine = 4 << 20

  /// Writes all items of a file, line by line: memory is a few batches, whatever the file's size.
  ///
  /// - Parameters:
  ///   - file: The open file, at its beginning.
  ///   - name: The file's name; for messages.
  /// - Returns: How many items were written.
  /// - Throws: `ToolError` with the code `.unfinished`, with the number of items written and how to finish.
  func run(_ file: consuming File, name: String, console: Console) async throws -> Int {
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
    var lines = LineReader(file, longestLine: Self.longestLine)
    let reader = ItemLine(of: key)
    var (number, toSkip) = (0, skipped)
    defer { console.progress(nil) }
    do {
      try await writer.write { add in
        while let line = try lines.next() {
          number += 1
          let line = number == 1 ? line.withoutByteOrderMark : line
          if line.allSatisfy({ " \t".utf8.contains($0) }) { continue }
          guard toSkip == 0 else {
            toSkip -= 1
            progress.skip(to: lines.bytes)
            continue
          }
          let item = try Self.item(reader, line: line, place: "\(name):\(number)")
          progress.begin(item, at: lines.bytes)
          try await add(item)
        }
      }
    } catch {
      // A dry run has written nothing: it has no items to count, and nothing to finish.
      if console.isDryRun { throw error }
      throw unfinished(tally, progress: progress, error: error, isAtHand: name != "stdin")
    }
    guard toSkip == 0 else {
      throw ToolError(
        .file,
        message:
          "\(name) has \(counted(skipped - toSkip, of: "item")), and --skip leaves out \(skipped): nothing was written"
      )
    }
    return tally.written
  }

  private static func item(_ reader: ItemLine, line: ArraySlice<UInt8>, place: String) throws -> Item {
    do {
      return try reader.item(line)
    } catch {
      throw ToolError(
        .file,
        message: "\(place): not an item of the table: \(error.reason)",
        next: .correctLine(place)
      )
    }
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
